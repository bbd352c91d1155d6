package io.penstock.control.server.pipe;

import io.penstock.control.server.store.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What texts declare, by their hash: a text never changes. Thread-safe. */
public final class Outlines {
    private static final int MAX_KEPT = 2000;
    private final PipeReader reader;
    private final Map<String, Declared> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Declared> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** What a text declares, and how long it is. */
    public record Declared(PipeReader.Outline outline, int size) {
        /** As the planner wants it. */
        Map<String, Optional<Object>> params() {
            TreeMap<String, Optional<Object>> params = new TreeMap<>();
            outline.params().forEach(param -> params.put(param.name(), Optional.empty()));
            return Collections.unmodifiableMap(params);
        }
    }

    public Outlines(PipeReader reader) {
        this.reader = reader;
    }

    /** Of a kept text. */
    public Declared of(Rows rows, String artifact) {
        synchronized (kept) {
            Declared known = kept.get(artifact);
            if (known != null) {
                return known;
            }
        }
        byte[] body = RevisionTable.artifact(rows, artifact).orElse(new byte[0]);
        Declared declared = new Declared(reader.outline(new String(body, StandardCharsets.UTF_8)), body.length);
        synchronized (kept) {
            kept.put(artifact, declared);
        }
        return declared;
    }
}
