package io.penstock.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a web server's access log of about the size asked for, the same for the same size, and prints how many lines it has
 * and how many of them have a status of 500 or more (one in ten).
 *
 * <p>{@code AccessLog FILE MEBIBYTES}
 */
public final class AccessLog {
    private AccessLog() {
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        long size = Long.parseLong(args[1]) << 20;
        SplittableRandom random = new SplittableRandom(1);
        long lines = 0;
        long errors = 0;
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.US_ASCII)) {
            for (long written = 0; written < size; lines++) {
                boolean error = random.nextInt(10) == 0;
                errors += error ? 1 : 0;
                String line = line(random, error ? 503 : 200);
                out.write(line);
                written += line.length();
            }
        }
        System.out.println(lines + " " + errors);
    }

    private static String line(SplittableRandom random, int status) {
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256)
                + " - - [20/Nov/2026:10:" + (10 + random.nextInt(50)) + ":" + (10 + random.nextInt(50))
                + " +0000] \"GET /api/orders/" + random.nextInt(1_000_000) + "/items?page=" + random.nextInt(100)
                + " HTTP/1.1\" " + status + " " + random.nextInt(100_000)
                + " \"https://shop.example/orders\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0\"\n";
    }
}
