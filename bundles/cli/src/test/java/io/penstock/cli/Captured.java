package io.penstock.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command's run, with everything it said. */
public record Captured(int code, String out, String err) {
    /** With nothing piped in. */
    public static Captured run(String... args) {
        return runWithInput("", args);
    }

    /** With this piped in. */
    public static Captured runWithInput(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code;
        try (PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Main.run(new Console(o, e, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))), args);
        }
        return new Captured(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
