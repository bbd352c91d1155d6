package io.penstock.plugin.file.tail;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Component;

/** Reads files. */
@PluginComponent(kind = PluginKind.INPUT, name = "file",
        doc = "Reads files line by line into the field \"_raw\" and goes on with what is appended, over rotation by rename "
                + "and by truncation.",
        example = "file: {paths: [/var/log/nginx/*.log], add-path: file}")
@Component(service = Plugin.class)
public final class FileInputPlugin implements InputPlugin<FileInputOptions> {
    @Override
    public Class<FileInputOptions> options() {
        return FileInputOptions.class;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public List<OptionProblem> check(FileInputOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        if (options.paths().isEmpty()) {
            problems.add(new OptionProblem(List.of("paths"), "options.missing", "expected at least one path"));
        }
        checkPatterns(problems, "paths", options.paths());
        checkPatterns(problems, "exclude", options.exclude());
        charsetProblem(options.encoding()).ifPresent(message ->
                problems.add(new OptionProblem(List.of("encoding"), "file.encoding", message)));
        options.multiline().filter(lines -> lines.start().isPresent() == lines.continuation().isPresent())
                .ifPresent(lines -> problems.add(new OptionProblem(List.of("multiline"), "file.multiline",
                        "expected either \"start\" or \"continuation\"")));
        return problems;
    }

    private static void checkPatterns(List<OptionProblem> problems, String key, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            try {
                PathPattern.of(patterns.get(i));
            } catch (PatternSyntaxException | InvalidPathException e) {
                problems.add(new OptionProblem(List.of(key, Integer.toString(i)), "file.pattern",
                        "not a path pattern: " + e.getMessage().lines().findFirst().orElse("")));
            }
        }
    }

    private static Optional<String> charsetProblem(String name) {
        try {
            Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.of("expected a character set such as \"UTF-8\" or \"ISO-8859-1\", but found \"" + name + "\"");
        }
        return name.toUpperCase(Locale.ROOT).matches(".*(UTF|UCS|UNICODE)[-_]?(16|32|2|4|LITTLE|BIG).*")
                ? Optional.of("lines cannot be found in \"" + name + "\": only in sets in which the byte 10 is a line end")
                : Optional.empty();
    }

    @Override
    public Input create(FileInputOptions options, NodeContext context) {
        return new FileInput(options, context.clock(), context::dataFolder);
    }
}
