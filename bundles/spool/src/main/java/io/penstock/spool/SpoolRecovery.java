package io.penstock.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out what a folder holds after whatever happened to it. Refuses nothing because of damage. */
final class SpoolRecovery {
    private static final String DAMAGED = ".damaged";

    private final Path folder;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, ReaderPosition> readers = new TreeMap<>();
    private long last;
    private long cutBytes;

    private SpoolRecovery(Path folder) {
        this.folder = folder;
    }

    static SpoolRecovery of(Path folder) throws IOException {
        SpoolRecovery recovery = new SpoolRecovery(folder);
        recovery.findReaders();
        recovery.findSegments();
        recovery.checkTail();
        return recovery;
    }

    long cutBytes() {
        return cutBytes;
    }

    void into(SegmentIndex index) {
        index.recovered(segments, readers, last);
    }

    static Path readerFile(Path folder, String name) {
        return folder.resolve("readers").resolve(name);
    }

    private void findReaders() throws IOException {
        Path names = Files.createDirectories(folder.resolve("readers"));
        for (Path file : list(names)) {
            ReaderPosition position = new ReaderPosition(file);
            readers.put(file.getFileName().toString(), position);
            last = Math.max(last, position.position());
        }
    }

    private void findSegments() throws IOException {
        for (Path path : list(folder)) {
            Optional<Long> first = Segment.first(path);
            if (first.isPresent()) {
                examine(path, first.get());
            }
        }
    }

    private void examine(Path path, long first) throws IOException {
        long size = Files.size(path);
        boolean whole;
        try (SegmentCursor cursor = new SegmentCursor(path, first)) {
            whole = cursor.hasHeader();
        }
        if (whole) {
            segments.add(new Segment(path, first, size));
        } else if (size < SegmentFormat.HEADER_BYTES) {
            Files.delete(path);
            cutBytes += size;
        } else {
            Files.move(path, path.resolveSibling(path.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
            cutBytes += size;
        }
    }

    /** Only the last segment can have a torn tail: every other one was synced before the next began. */
    private void checkTail() throws IOException {
        if (segments.isEmpty()) {
            return;
        }
        Segment tail = segments.get(segments.size() - 1);
        long whole;
        try (SegmentCursor cursor = new SegmentCursor(tail.path, tail.first)) {
            cursor.skipTo(Long.MAX_VALUE);
            whole = cursor.offset();
            last = Math.max(last, cursor.position() - 1);
        }
        if (whole < tail.bytes) {
            cutBytes += tail.bytes - whole;
            try (FileChannel channel = FileChannel.open(tail.path, StandardOpenOption.WRITE)) {
                channel.truncate(whole).force(true);
            }
            tail.bytes = whole;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
