package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {
    private final List<String> names = new CommandTree(Console.ofProcess()).names();

    @Test
    void namesEveryCommandThatCanBeTyped() {
        String help = Main.help();
        for (String name : names) {
            String[] words = name.split(" ");
            String verb = words[words.length - 1];
            assertThat(help).as(name).containsPattern("penstock " + words[0] + "( [a-z|-]*\\b| )?" + (words.length > 1 ? verb : "") + "\\b");
        }
    }

    @Test
    void namesNoCommandThatDoesNotExist() {
        Main.help().lines().filter(line -> line.startsWith("  penstock ")).forEach(line -> {
            String[] words = line.strip().split("[ |]+");
            String two = words.length > 2 ? words[1] + " " + words[2] : words[1];
            assertThat(names.contains(two) || names.contains(words[1])).as(line).isTrue();
        });
    }

    @Test
    void isPrintedWithoutWordsAndWhenAskedFor() {
        for (String[] args : new String[][] {{}, {"--help"}, {"-h"}, {"help"}}) {
            Captured run = Captured.run(args);
            assertThat(run.code()).isZero();
            assertThat(run.out()).startsWith("penstock: moves data from where it stands to where it does work.\n")
                    .endsWith("Every command explains itself: penstock pipe run --help\n");
        }
    }

    @Test
    void fitsATerminal() {
        assertThat(Main.help().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void everyCommandExplainsItselfAndMostByExample() {
        for (String name : names) {
            String[] words = (name + " --help").split(" ");
            Captured run = Captured.run(words);
            assertThat(run.code()).as(name).isZero();
            assertThat(run.err()).as(name).isEmpty();
            assertThat(run.out()).as(name).startsWith("Usage: penstock " + name).contains("-h, --help");
            if (!name.equals("version")) {
                assertThat(run.out()).as(name).contains("Examples:\n", "  penstock " + name);
            }
        }
    }

    @Test
    void helpOfACommandMayBeAskedForInFrontToo() {
        assertThat(Captured.run("help", "pipe", "lint").out()).isEqualTo(Captured.run("pipe", "lint", "--help").out());
    }

    @Test
    void aGroupListsItsCommands() {
        Captured run = Captured.run("pipes", "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("list ", "pause ", "restart ");
        assertThat(Captured.run("pipes").code()).as("a group without a verb is a mistake").isEqualTo(2);
    }

    @Test
    void mistakesAreToldWithAWayOut() {
        Captured unknown = Captured.run("statsu");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean \"status\"?");
        assertThat(Captured.run("pipes", "lits").err()).contains("did you mean \"pipes list\"?");
        Captured option = Captured.run("status", "--outptu", "json");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("--outptu").contains("penstock status --help");
        assertThat(Captured.run("pipe", "lint").err()).contains("FILE");
    }

    @Test
    void completesInEveryShell() {
        assertThat(Captured.run("completion", "bash").out()).contains("complete -F", "lint", "--output");
        assertThat(Captured.run("completion", "fish").out())
                .contains("complete -c penstock -n __fish_use_subcommand -a pipes", "-a pause", "-l output");
        assertThat(Captured.run("completion", "tcsh").code()).isEqualTo(2);
    }
}
