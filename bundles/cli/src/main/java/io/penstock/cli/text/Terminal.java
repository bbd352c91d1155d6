package io.penstock.cli.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How wide the terminal is. */
public final class Terminal {
    private static final int NARROWEST = 40;

    private Terminal() {
    }

    /** Columns of what this process prints on; 0 when that is no terminal, or nobody knows. */
    public static int columns() {
        String given = System.getenv("COLUMNS");
        if (given != null && given.matches("[0-9]{1,4}")) {
            return atLeast(Integer.parseInt(given));
        }
        Path tty = Path.of("/dev/tty");
        return System.console() == null || !Files.isReadable(tty) ? 0 : asked(tty);
    }

    private static int asked(Path tty) {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(tty.toFile()).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("[0-9]+ [0-9]{1,4}") ? atLeast(Integer.parseInt(size.split(" ")[1])) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static int atLeast(int columns) {
        return columns == 0 ? 0 : Math.max(NARROWEST, columns);
    }
}
