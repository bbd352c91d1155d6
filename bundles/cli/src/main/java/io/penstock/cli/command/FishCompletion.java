package io.penstock.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish. */
final class FishCompletion {
    private FishCompletion() {
    }

    static String of(CommandLine root) {
        StringBuilder script = new StringBuilder("# completions of penstock\ncomplete -c penstock -f\n");
        root.getSubcommands().forEach((word, line) -> {
            script.append("complete -c penstock -n __fish_use_subcommand -a ").append(word)
                    .append(doc(line.getCommandSpec())).append('\n');
            if (line.getSubcommands().isEmpty()) {
                options(line.getCommandSpec(), "__fish_seen_subcommand_from " + word, script);
            } else {
                group(word, line, script);
            }
        });
        return script.toString();
    }

    private static void group(String word, CommandLine group, StringBuilder script) {
        String verbs = String.join(" ", group.getSubcommands().keySet());
        group.getSubcommands().forEach((verb, line) -> {
            script.append("complete -c penstock -n '__fish_seen_subcommand_from ").append(word)
                    .append("; and not __fish_seen_subcommand_from ").append(verbs).append("' -a ").append(verb)
                    .append(doc(line.getCommandSpec())).append('\n');
            options(line.getCommandSpec(), "__fish_seen_subcommand_from " + word + "; and __fish_seen_subcommand_from "
                    + verb, script);
        });
    }

    private static void options(CommandSpec spec, String when, StringBuilder script) {
        for (OptionSpec option : spec.options()) {
            script.append("complete -c penstock -n '").append(when).append('\'');
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                script.append(option.type().isEnum() || option.type() == String.class ? " -x" : " -r");
            }
            if (option.completionCandidates() != null) {
                script.append(" -a '").append(String.join(" ", option.completionCandidates())).append('\'');
            }
            script.append(" -d ").append(quoted(String.join(" ", option.description()))).append('\n');
        }
    }

    private static String doc(CommandSpec spec) {
        return " -d " + quoted(String.join(" ", spec.usageMessage().description()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("${COMPLETION-CANDIDATES}", "table, json, yaml").replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
