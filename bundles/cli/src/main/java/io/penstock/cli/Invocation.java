package io.penstock.cli;

import io.penstock.cli.command.PipeLintCommand;
import io.penstock.cli.command.StartCommand;
import io.penstock.cli.launch.Mode;
import io.penstock.cli.server.Where;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** From words to a command: only the one that was named is made. */
final class Invocation {
    private Invocation() {
    }

    static int run(Console console, String... args) {
        List<String> words = List.of(args);
        if (words.size() > 2 && words.subList(0, 2).equals(List.of("pipe", "lint"))
                && words.stream().noneMatch(word -> word.startsWith("-"))) {
            // What editors and hooks call at every save.
            return PipeLintCommand.lint(console, words.subList(2, words.size()));
        }
        Optional<StartCommand> start = Mode.named(args[0])
                .flatMap(mode -> StartCommand.of(mode, console, words.subList(1, words.size())));
        return start.isPresent() ? start(start.get()) : parsed(console, args);
    }

    private static int start(StartCommand command) {
        try {
            return command.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException(ErrorKind.CLOSED, "cli.interrupted", "interrupted while running", e);
        }
    }

    private static int parsed(Console console, String... args) {
        CommandTree tree = new CommandTree(console, Where.isServer(List.of(args)));
        String two = args.length > 1 ? args[0] + " " + args[1] : args[0];
        if (tree.has(two)) {
            return execute(tree, two, console, Arrays.copyOfRange(args, Math.min(2, args.length), args.length));
        }
        if (tree.has(args[0])) {
            return execute(tree, args[0], console, Arrays.copyOfRange(args, 1, args.length));
        }
        if (tree.group(args[0]).isEmpty()) {
            throw unknown(args[0], tree.firstWords());
        }
        if (args.length > 1 && !args[1].startsWith("-")) {
            throw unknown(two, tree.group(args[0]));
        }
        tree.groupLine(args[0]).usage(console.out());
        // Asked for help it is an answer; without a verb it is a mistake.
        return args.length > 1 ? 0 : ErrorKind.INVALID.exitCode();
    }

    private static PenstockException unknown(String command, List<String> known) {
        Optional<String> meant = Suggestions.nearest(command, known);
        return PenstockException.invalid("cli.unknown-command", "there is no command \"" + command + "\"; "
                + meant.map(name -> "did you mean \"" + name + "\"?").orElse("there are " + String.join(", ", known)));
    }

    private static int execute(CommandTree tree, String name, Console console, String... rest) {
        CommandLine line = tree.line(name);
        line.setParameterExceptionHandler((e, args) -> {
            console.err().println("penstock: " + e.getMessage());
            console.err().println("Try: penstock " + name + " --help");
            return ErrorKind.INVALID.exitCode();
        });
        // picocli would print a stack trace: what a command throws is told by whoever called us.
        AtomicReference<Exception> failure = new AtomicReference<>();
        line.setExecutionExceptionHandler((e, failed, parsed) -> {
            failure.set(e);
            return 0;
        });
        int code = line.execute(rest);
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() != null) {
            throw new PenstockException(ErrorKind.RETRY, "cli.io", PenstockException.describe(failure.get()), failure.get());
        }
        return code;
    }

    /** What every command has. */
    static void addHelp(CommandLine line) {
        line.getCommandSpec().addOption(OptionSpec.builder("-h", "--help").usageHelp(true).arity("0").type(boolean.class)
                .description("Show this help.").build());
    }
}
