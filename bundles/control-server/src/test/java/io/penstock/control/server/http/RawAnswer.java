package io.penstock.control.server.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer as it came over a socket. */
record RawAnswer(int status, Map<String, String> headers, byte[] body) {
    static List<RawAnswer> read(InputStream in, int most) throws IOException {
        List<RawAnswer> answers = new ArrayList<>();
        try {
            while (answers.size() < most) {
                answers.add(one(in));
            }
        } catch (EOFException | java.net.SocketException e) {
            // the connection ended: what came is what there is
        }
        return answers;
    }

    private static RawAnswer one(InputStream in) throws IOException {
        String status = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new RawAnswer(Integer.parseInt(status.split(" ")[1]), headers, in.readNBytes(length));
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
