package io.penstock.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a web server's access log of about the size asked for, the same for the same size, and beside it what everybody is
 * to make of it: the lines with a status of 500 or more (one in ten) as JSON. Prints how many lines each has.
 *
 * <p>{@code AccessLog FILE EXPECTED MEBIBYTES}
 */
public final class AccessLog {
    private AccessLog() {
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        long size = Long.parseLong(args[2]) << 20;
        SplittableRandom random = new SplittableRandom(1);
        long lines = 0;
        long errors = 0;
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.US_ASCII);
                BufferedWriter expected = Files.newBufferedWriter(Path.of(args[1]), StandardCharsets.US_ASCII)) {
            for (long written = 0; written < size; lines++) {
                boolean error = random.nextInt(10) == 0;
                String ip = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
                String path = "/api/orders/" + random.nextInt(1_000_000) + "/items?page=" + random.nextInt(100);
                String line = line(random, ip, path, error ? 503 : 200);
                out.write(line);
                written += line.length();
                if (error) {
                    expected.write("{\"ip\":\"" + ip + "\",\"method\":\"GET\",\"path\":\"" + path + "\",\"status\":503}\n");
                    errors++;
                }
            }
        }
        System.out.println(lines + " " + errors);
    }

    private static String line(SplittableRandom random, String ip, String path, int status) {
        return ip + " - - [20/Nov/2026:10:" + (10 + random.nextInt(50)) + ":" + (10 + random.nextInt(50))
                + " +0000] \"GET " + path + " HTTP/1.1\" " + status + " " + random.nextInt(100_000)
                + " \"https://shop.example/orders\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0\"\n";
    }
}
