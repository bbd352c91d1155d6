package io.penstock.config.apply;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Remembers over restarts what was last taken from the sources, as hashes: by comparison with it a change made by
 * somebody else is told from our own. One thread at a time.
 */
final class Bookkeeping {
    private final Path file;
    private final Properties hashes = new Properties();
    private boolean unsaved;

    /** Reads what is there; an unreadable file counts as empty: then what differs from the sources is an override. */
    Bookkeeping(Path file) {
        this.file = file;
        if (Files.isRegularFile(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                hashes.load(in);
            } catch (IOException | IllegalArgumentException e) {
                hashes.clear();
            }
        }
    }

    Map<String, String> applied(String pid) {
        Map<String, String> applied = new HashMap<>();
        hashes.forEach((key, hash) -> {
            String name = (String) key;
            if (name.startsWith(pid + "|")) {
                applied.put(name.substring(pid.length() + 1), (String) hash);
            }
        });
        return applied;
    }

    /** @throws PenstockException RETRY when it cannot be written; the next call writes it, too */
    void applied(String pid, Map<String, Object> base) {
        Properties before = new Properties();
        before.putAll(hashes);
        hashes.keySet().removeIf(key -> ((String) key).startsWith(pid + "|"));
        base.forEach((key, value) -> hashes.setProperty(pid + "|" + key, Values.hash(value)));
        unsaved |= !before.equals(hashes);
        if (unsaved) {
            save();
        }
    }

    private void save() {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer out = Files.newBufferedWriter(next)) {
                hashes.store(out, "What penstock.toml last said, as hashes; tells changes made elsewhere apart");
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            unsaved = false;
        } catch (IOException e) {
            throw PenstockException.retry("config.store", "cannot write \"" + file + "\": " + PenstockException.describe(e), e);
        }
    }
}
