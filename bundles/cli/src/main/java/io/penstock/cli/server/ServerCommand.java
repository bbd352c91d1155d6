package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.cli.command.Examples;
import io.penstock.cli.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command that asks a server. Described by values instead of an annotated class each: there are a hundred of them. */
final class ServerCommand implements Callable<Integer> {
    private final Console console;
    private final Work work;
    private final CommandSpec spec;
    private final ChosenServer chosen = new ChosenServer();
    private final Output output = new Output();
    private final List<String> words = new ArrayList<>();

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        /** Gives the exit code. */
        int run(Asked asked);
    }

    ServerCommand(String doc, Console console, Work work) {
        this.console = console;
        this.work = work;
        this.spec = CommandSpec.wrapWithoutInspection(this);
        spec.usageMessage().description(doc).sortOptions(false);
    }

    ServerCommand takes(String label, String name, String doc) {
        return word(label, name, doc, "1", String.class);
    }

    ServerCommand mayTake(String label, String name, String doc) {
        return word(label, name, doc, "0..1", String.class);
    }

    /** Takes all words that are left, at least one. */
    ServerCommand takesMore(String label, String name, String doc) {
        return word(label, name, doc, "1..*", String[].class);
    }

    private ServerCommand word(String label, String name, String doc, String arity, Class<?> type) {
        String index = words.size() + (type.isArray() ? "..*" : "");
        spec.addPositional(PositionalParamSpec.builder().index(index).paramLabel(label).description(doc).arity(arity).type(type).build());
        words.add(name);
        return this;
    }

    ServerCommand option(String name, String label, String doc) {
        return option(label, doc, String.class, "--" + name);
    }

    /** An option with one letter, too. */
    ServerCommand option(char letter, String name, String label, String doc) {
        return option(label, doc, String.class, "-" + letter, "--" + name);
    }

    /** One that may be given more than once. */
    ServerCommand options(String name, String label, String doc) {
        return option(label, doc + " May be given more than once.", String[].class, "--" + name);
    }

    /** The same with one letter, too. */
    ServerCommand options(char letter, String name, String label, String doc) {
        return option(label, doc + " May be given more than once.", String[].class, "-" + letter, "--" + name);
    }

    private ServerCommand option(String label, String doc, Class<?> type, String... names) {
        spec.addOption(OptionSpec.builder(names).paramLabel(label).description(doc).type(type).arity("1").build());
        return this;
    }

    ServerCommand flag(String name, String doc) {
        spec.addOption(OptionSpec.builder("--" + name).description(doc).type(boolean.class).arity("0").build());
        return this;
    }

    ServerCommand examples(String... lines) {
        spec.usageMessage().footer(Examples.of(lines));
        return this;
    }

    /** Ready to be executed. */
    CommandLine commandLine() {
        spec.addMixin("server", CommandSpec.forAnnotatedObject(chosen));
        spec.addMixin("output", CommandSpec.forAnnotatedObject(output));
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        try (Asked asked = new Asked(spec.commandLine().getParseResult(), words, chosen, output, console)) {
            return work.run(asked);
        }
    }
}
