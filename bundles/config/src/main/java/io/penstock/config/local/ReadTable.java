package io.penstock.config.local;

import io.penstock.config.apply.Sources;
import io.penstock.config.secret.FileMode;
import io.penstock.config.source.ConfigText;
import io.penstock.config.source.Entry;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Table;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;

/**
 * Reads one table of a file ({@code file}, {@code table}) for a command that works without a runtime: sends it nested, as
 * it is written. A file that holds one of the keys of {@code owner-only} literally must be readable by its owner alone.
 */
@Capability(namespace = "io.penstock.local.command",
        attribute = {"name=config.read", "class=io.penstock.config.local.ReadTable"})
public final class ReadTable implements AdminCommand {
    @Override
    public String name() {
        return "config.read";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        Path file = Path.of(text(arguments, "file"));
        Table table = table(file, text(arguments, "table"));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : table.entries()) {
            if (arguments.get("owner-only") instanceof List<?> keys && keys.contains(entry.key())) {
                refuseWhenOpen(file, entry);
            }
            put(values, entry.key(), entry.value());
        }
        reply.send(values);
    }

    private static String text(Map<String, Object> arguments, String name) {
        return Objects.requireNonNull(arguments.get(name), name).toString();
    }

    private static Table table(Path file, String name) {
        ConfigText text = Sources.read(file);
        if (text.isBroken()) {
            throw PenstockException.invalid("config.mistakes",
                    String.join("\n", text.findings().stream().filter(Finding::isError).map(Finding::toString).toList()));
        }
        return text.table(name).orElseThrow(() -> PenstockException.invalid("config.table",
                file + " has no table [" + name + "]"));
    }

    private static void refuseWhenOpen(Path file, Entry entry) {
        try {
            Optional<String> mode = FileMode.openToOthers(file);
            if (mode.isPresent() && !entry.value().toString().contains("${")) {
                throw new PenstockException(ErrorKind.DENIED, "config.owner-only", FileMode.told(file, entry.key(), mode.get()));
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "config.owner-only", file + " cannot be read ("
                    + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** {@code a.b} becomes {@code {a: {b: …}}}. */
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> values, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            values.put(key, value instanceof Object[] many ? List.of(many) : value);
        } else {
            put((Map<String, Object>) values.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<>()),
                    key.substring(dot + 1), value);
        }
    }
}
