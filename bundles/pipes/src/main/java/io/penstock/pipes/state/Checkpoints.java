package io.penstock.pipes.state;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far each partition of each input of a pipe has been acknowledged, on disk. One thread at a time. */
public final class Checkpoints {
    private final DurableFile file;
    private Map<Origin.Source, Long> saved;

    private Checkpoints(DurableFile file, Map<Origin.Source, Long> saved) {
        this.file = file;
        this.saved = saved;
    }

    /**
     * Reads what was saved last.
     *
     * @throws PenstockException CORRUPT when it does not check out; RETRY when it cannot be read
     */
    public static Checkpoints open(Path folder) {
        DurableFile file = new DurableFile(folder.resolve("checkpoints"));
        try {
            return new Checkpoints(file, parse(file.read()));
        } catch (IOException e) {
            throw PenstockException.retry("pipes.checkpoint-read", PenstockException.describe(e), e);
        }
    }

    private static Map<Origin.Source, Long> parse(Optional<String> text) {
        Map<Origin.Source, Long> offsets = new HashMap<>();
        text.orElse("").lines().forEach(line -> {
            String[] parts = line.split("\t", 3);
            offsets.put(new Origin.Source(unescaped(parts[1]), unescaped(parts[2])), Long.parseLong(parts[0]));
        });
        return offsets;
    }

    /** What is on disk. */
    public Map<Origin.Source, Long> saved() {
        return saved;
    }

    /** The offsets of one input, by partition. */
    public Map<String, Long> of(String input) {
        Map<String, Long> offsets = new HashMap<>();
        saved.forEach((source, offset) -> {
            if (source.input().equals(input)) {
                offsets.put(source.partition(), offset);
            }
        });
        return offsets;
    }

    /**
     * Saves; when it returns, they are safe. What has not changed is not written.
     *
     * @return the checkpoints that even the version kept from before holds: the ones that can be relied on should the
     *         newest file be lost
     */
    public Map<Origin.Source, Long> save(Map<Origin.Source, Long> offsets) throws IOException {
        Map<Origin.Source, Long> before = saved;
        if (!offsets.equals(saved)) {
            StringBuilder text = new StringBuilder();
            new TreeMap<>(named(offsets)).forEach((name, offset) ->
                    text.append(offset).append('\t').append(name).append('\n'));
            file.write(text.toString());
            saved = Map.copyOf(offsets);
        }
        return before;
    }

    private static Map<String, Long> named(Map<Origin.Source, Long> offsets) {
        Map<String, Long> named = new HashMap<>();
        offsets.forEach((source, offset) ->
                named.put(escaped(source.input()) + '\t' + escaped(source.partition()), offset));
        return named;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escape = text.charAt(++i);
                plain.append(escape == 't' ? '\t' : escape == 'n' ? '\n' : escape == 'r' ? '\r' : escape);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
