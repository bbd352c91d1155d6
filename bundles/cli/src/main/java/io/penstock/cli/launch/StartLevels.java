package io.penstock.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * At which start level each bundle of the distribution starts: the rules of {@code lib/start-levels}, one {@code level
 * glob} a line, the first that fits a jar's file name decides. Immutable.
 */
final class StartLevels {
    /** What a framework may be asked to reach; the specification allows any, we need few. */
    static final int MAX_LEVEL = 100;

    private final List<Rule> rules;

    private StartLevels(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static StartLevels read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static StartLevels parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                rules.add(Rule.parse(text));
            }
        }
        return new StartLevels(rules);
    }

    /** The level of a jar; the highest one named when no rule fits. */
    int of(String fileName) {
        return rules.stream().filter(rule -> rule.names.matcher(fileName).matches()).mapToInt(Rule::level).findFirst()
                .orElse(highest());
    }

    /** The level at which everything has been started. */
    int highest() {
        return rules.stream().mapToInt(Rule::level).max().orElse(1);
    }

    private record Rule(int level, Pattern names) {
        static Rule parse(String line) {
            String[] words = line.split("\\s+");
            int level = words.length == 2 && words[0].matches("[1-9][0-9]{0,2}") ? Integer.parseInt(words[0]) : 0;
            if (level < 1 || level > MAX_LEVEL) {
                throw new IllegalArgumentException("start-levels has the line '" + line
                        + "'; expected a level of 1 to " + MAX_LEVEL + " and a file name with *");
            }
            return new Rule(level, Pattern.compile("\\Q" + words[1].replace("*", "\\E.*\\Q") + "\\E"));
        }
    }
}
