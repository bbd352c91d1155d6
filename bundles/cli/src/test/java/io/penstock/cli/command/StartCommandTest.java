package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.Console;
import io.penstock.cli.launch.Mode;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StartCommandTest {
    private final Console console = new Console(new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()), InputStream.nullInputStream());

    @ParameterizedTest
    @ValueSource(strings = {"", "--quiet", "-q -j", "--json --config c.toml --data d --pipes p",
        "-c c.toml --set log.level=warn --set a.b=c -l debug --log pipes=trace"})
    void readsPlainWordsAsPicocliDoes(String line) {
        StartCommand parsed = new StartCommand(Mode.AGENT, console);
        new CommandLine(parsed).parseArgs(words(line));

        assertThat(read(line)).hasValueSatisfying(
                command -> assertThat(command).usingRecursiveComparison().ignoringFields("console").isEqualTo(parsed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--data=d", "-qj", "-lwarn", "--data", "--data --quiet", "--data a --data b", "--nonsense",
        "--nonsense 1", "@words", "--set @words", "word", "--quiet --help"})
    void leavesWhatIsNotPlainToPicocli(String line) {
        assertThat(read(line)).isEmpty();
    }

    private Optional<StartCommand> read(String line) {
        return StartCommand.of(Mode.AGENT, console, List.of(words(line)));
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }
}
