package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.cli.command.Output;
import io.penstock.cli.text.OutputFormat;
import io.penstock.cli.text.Sheet;
import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ParseResult;

/** What was asked for in words, who answers, and where the answer goes. One thread. */
final class Asked implements AutoCloseable {
    private final ParseResult parsed;
    private final List<String> words;
    private final ChosenServer chosen;
    private final Output output;
    private final Console console;
    private Api api;

    Asked(ParseResult parsed, List<String> words, ChosenServer chosen, Output output, Console console) {
        this.parsed = parsed;
        this.words = words;
        this.chosen = chosen;
        this.output = output;
        this.console = console;
    }

    /** A word of the command line; empty also where the command has no such place. */
    Optional<String> mayWord(String name) {
        int index = words.indexOf(name);
        return index >= 0 && parsed.hasMatchedPositional(index) ? Optional.of(parsed.matchedPositionalValue(index, ""))
                : Optional.empty();
    }

    String word(String name) {
        return mayWord(name).orElseThrow();
    }

    /** The words of a place that takes more than one. */
    List<String> words(String name) {
        int index = words.indexOf(name);
        return index >= 0 && parsed.hasMatchedPositional(index) ? List.of(parsed.matchedPositionalValue(index, new String[0]))
                : List.of();
    }

    Optional<String> option(String name) {
        return parsed.hasMatchedOption("--" + name) ? Optional.of(parsed.matchedOptionValue("--" + name, "")) : Optional.empty();
    }

    String needed(String name) {
        return option(name).orElseThrow(() -> PenstockException.invalid("cli.option", "expected --" + name));
    }

    int number(String name, int otherwise) {
        Optional<String> text = option(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("cli.option", "--" + name + ": expected a number, but found \"" + text.orElse("") + "\"");
        }
    }

    List<String> options(String name) {
        return parsed.hasMatchedOption("--" + name) ? List.of(parsed.matchedOptionValue("--" + name, new String[0])) : List.of();
    }

    boolean flag(String name) {
        return parsed.hasMatchedOption("--" + name);
    }

    ChosenServer chosen() {
        return chosen;
    }

    Contexts contexts() {
        return chosen.contexts();
    }

    Console console() {
        return console;
    }

    Api api() {
        if (api == null) {
            api = chosen.open();
        }
        return api;
    }

    /** Whether people read the answer. */
    boolean forPeople() {
        return output.format() == OutputFormat.TABLE;
    }

    /** A list as it came, for programs; as rows, for people. */
    int rows(List<Map<String, Object>> items, Function<Map<String, Object>, Map<String, Object>> row, String none) {
        output.rows(forPeople() ? items.stream().map(row).toList() : items, none, console);
        return 0;
    }

    /** One thing: as it came, for programs; its fields and lists below each other, for people. */
    int shown(Object value, Supplier<Map<String, Object>> forPeople) {
        if (forPeople()) {
            console.out().print(Sheet.of(forPeople.get(), output.columns()));
        } else {
            output.value(value, console);
        }
        return 0;
    }

    int shown(Map<String, Object> value) {
        return shown(value, () -> value);
    }

    /** What was done: the answer for programs, a sentence for people. */
    int done(Object value, String sentence) {
        if (forPeople()) {
            console.out().println(sentence);
        } else {
            output.value(value, console);
        }
        return 0;
    }

    /** What people should know beside the answer. */
    void tell(String sentence) {
        console.err().println("penstock: " + sentence);
    }

    /** How long ago something was, by the server's clock. */
    String age(Object time) {
        return Ages.of(time, api().serverTime());
    }

    /** Names and values in turn; null leaves one out. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1] instanceof Optional<?> may ? may.orElse(null) : pairs[i + 1];
            if (value != null) {
                map.put((String) pairs[i], value);
            }
        }
        return map;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
    }
}
