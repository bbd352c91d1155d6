package io.penstock.cli;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The {@code penstock} command. What most people type first, its help, loads nothing but this class. */
public final class Main {
    private static final List<String> HELP = List.of("--help", "-h", "help");

    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int code = run(console, args);
        console.out().flush();
        System.exit(code);
    }

    /**
     * Runs a command.
     *
     * @return its exit code, from {@link ErrorKind} where something went wrong
     */
    public static int run(Console console, String... args) {
        if (args.length == 0 || args.length == 1 && HELP.contains(args[0])) {
            console.out().print(help());
            return 0;
        }
        try {
            return execute(console, args);
        } catch (PenstockException e) {
            console.err().println("penstock: " + e.getMessage() + " [" + e.code() + "]");
            return e.kind().exitCode();
        } catch (RuntimeException | LinkageError e) {
            console.err().println("penstock: a defect of ours: " + PenstockException.describe(e)
                    + (System.getenv("PENSTOCK_DEBUG") == null ? "; PENSTOCK_DEBUG=1 shows where" : ""));
            if (System.getenv("PENSTOCK_DEBUG") != null) {
                e.printStackTrace(console.err());
            }
            return ErrorKind.BUG.exitCode();
        }
    }

    private static int execute(Console console, String... args) {
        // help pipe run  means  pipe run --help
        if (args[0].equals("help")) {
            String[] turned = Arrays.copyOfRange(args, 1, args.length + 1);
            turned[turned.length - 1] = "--help";
            return Invocation.run(console, turned);
        }
        return Invocation.run(console, args);
    }

    static String help() {
        try (InputStream in = Main.class.getResourceAsStream("help.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
