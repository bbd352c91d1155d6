package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files held open: never more than the limit, except for deleted ones, which could not be opened again. One thread. */
final class OpenFiles implements AutoCloseable {
    private final int limit;
    private final Map<TailedFile, Content> byUse = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(int limit) {
        this.limit = limit;
    }

    /** The file's content, opened if it is not; fails when what lies at its path is another file by now. */
    Content open(TailedFile file) throws IOException {
        Content content = byUse.get(file);
        if (content != null) {
            return content;
        }
        makeRoom();
        Content opened = Content.open(file.path());
        if (!Found.at(file.path()).key().equals(file.key())) {
            opened.close();
            throw new NoSuchFileException(file.path().toString());
        }
        byUse.put(file, opened);
        return opened;
    }

    boolean has(TailedFile file) {
        return byUse.containsKey(file);
    }

    private void makeRoom() {
        Iterator<Map.Entry<TailedFile, Content>> oldest = byUse.entrySet().iterator();
        while (byUse.size() >= limit && oldest.hasNext()) {
            Map.Entry<TailedFile, Content> entry = oldest.next();
            if (!entry.getKey().isLeaving()) {
                entry.getValue().close();
                oldest.remove();
            }
        }
    }

    void close(TailedFile file) {
        Content content = byUse.remove(file);
        if (content != null) {
            content.close();
        }
    }

    int size() {
        return byUse.size();
    }

    @Override
    public void close() {
        byUse.values().forEach(Content::close);
        byUse.clear();
    }
}
