package io.penstock.control.client.session;

import io.penstock.control.api.Json;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What helps to find out why an agent does not do what it should: states, threads, the log's end. No settings, no events. */
final class Diagnostics {
    /** Packed it is far below the 8 MiB the server takes. */
    private static final long MAX_LOG_BYTES = 4 << 20;
    private static final List<String> PROPERTIES = List.of("java.version", "java.vendor", "os.name", "os.version", "os.arch",
            "user.timezone", "file.encoding");

    private Diagnostics() {
    }

    static byte[] collect(Surroundings around, Json json, Map<String, Object> states) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "states.json", json.bytes(states));
            entry(zip, "machine.json", json.bytes(machine()));
            entry(zip, "threads.txt", threads().getBytes(StandardCharsets.UTF_8));
            Path log = around.folder().resolveSibling("logs").resolve("penstock.log");
            if (Files.isRegularFile(log)) {
                entry(zip, "penstock.log", end(log));
            }
        } catch (IOException e) {
            throw PenstockException.retry("control.diagnostics", "cannot collect: " + PenstockException.describe(e), e);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new TreeMap<>();
        PROPERTIES.forEach(key -> machine.put(key, System.getProperty(key, "")));
        Runtime runtime = Runtime.getRuntime();
        machine.put("processors", runtime.availableProcessors());
        machine.put("heap.used", runtime.totalMemory() - runtime.freeMemory());
        machine.put("heap.most", runtime.maxMemory());
        return machine;
    }

    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream().map(entry -> entry.getKey() + " " + entry.getKey().getState() + "\n"
                + List.of(entry.getValue()).stream().map(step -> "    " + step + "\n").collect(Collectors.joining()))
                .sorted().collect(Collectors.joining("\n"));
    }

    private static byte[] end(Path log) throws IOException {
        try (FileChannel in = FileChannel.open(log)) {
            in.position(Math.max(0, in.size() - MAX_LOG_BYTES));
            return Channels.newInputStream(in).readNBytes((int) MAX_LOG_BYTES);
        }
    }
}
