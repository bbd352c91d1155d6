package io.penstock.control.client.report;

import io.penstock.control.api.BatchHead;
import io.penstock.control.api.Json;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.control.client.identity.Identifiers;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Lines that wait to be sent: bounded, the oldest go first and are counted. A batch stays the same until it is taken, so that
 * the server counts it once. Kept on the disk when the process ends, and from time to time. Thread-safe.
 */
public final class Backlog {
    private static final int MAX_BATCH_BYTES = 512 << 10;
    private static final int MAX_BATCH_LINES = 10_000;

    private final String file;
    private final AgentFolder folder;
    private final Json json;
    private final Identifiers ids;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private long most;
    private long bytes;
    private long lost;
    private long lostInAll;
    private long seq;
    private boolean changed;
    private Optional<Batch> out = Optional.empty();

    /** What is sent at once: a head, then lines. */
    public record Batch(byte[] head, byte[] content, int lines, long bytes) {
    }

    /** @param kind {@code logs} or {@code metrics}; also names the file */
    public Backlog(String kind, AgentFolder folder, Json json, Identifiers ids, long most) {
        this.file = kind + ".ndjson";
        this.folder = folder;
        this.json = json;
        this.ids = ids;
        this.most = most;
        folder.read(file).ifPresent(kept -> load(new String(kept, StandardCharsets.UTF_8).lines().toList()));
    }

    /** The head of a batch that was on its way comes first: the server may have it already. */
    private synchronized void load(List<String> kept) {
        boolean sent = !kept.isEmpty() && kept.get(0).startsWith("{\"batch\"");
        kept.stream().skip(sent ? 1 : 0).forEach(line -> {
            byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
            lines.addLast(utf8);
            bytes += utf8.length + 1;
        });
        if (sent) {
            byte[] head = kept.get(0).getBytes(StandardCharsets.UTF_8);
            int count = Math.min(json.readTolerant(head, BatchHead.class).lines(), lines.size());
            out = Optional.of(batch(head, count));
        }
        shrink();
    }

    /** Other bounds. */
    public synchronized void most(long limit) {
        most = limit;
        shrink();
    }

    /** One more line, a record of the protocol. */
    public void add(Object line) {
        push(json.bytes(line));
    }

    private synchronized void push(byte[] line) {
        lines.addLast(line);
        bytes += line.length + 1;
        changed = true;
        shrink();
    }

    /** What is on its way is not dropped: it is the oldest, and bounded itself. */
    private void shrink() {
        int kept = out.map(Batch::lines).orElse(0);
        while (bytes > most && lines.size() > kept) {
            drop(kept);
        }
    }

    private void drop(int keep) {
        Iterator<byte[]> oldest = lines.iterator();
        for (int i = 0; i < keep; i++) {
            oldest.next();
        }
        bytes -= oldest.next().length + 1;
        oldest.remove();
        lost++;
        lostInAll++;
    }

    /** The batch that is on its way, or the next; empty when nothing waits. */
    public synchronized Optional<Batch> next() {
        if (out.isEmpty() && !lines.isEmpty()) {
            out = Optional.of(make());
            lost = 0;
            changed = true;
        }
        return out;
    }

    private Batch make() {
        int count = 0;
        long size = 0;
        for (byte[] line : lines) {
            if (count == MAX_BATCH_LINES || size + line.length + 1 > MAX_BATCH_BYTES && count > 0) {
                break;
            }
            size += line.length + 1;
            count++;
        }
        return batch(json.bytes(new BatchHead(ids.next(), ++seq, count, lost)), count);
    }

    /** Of the oldest lines. */
    private Batch batch(byte[] head, int count) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        write(head, content);
        lines.stream().limit(count).forEach(line -> write(line, content));
        return new Batch(head, content.toByteArray(), count, content.size() - head.length - 1);
    }

    private static void write(byte[] line, ByteArrayOutputStream to) {
        to.writeBytes(line);
        to.write('\n');
    }

    /** The server has it, or does not want it. */
    public synchronized void taken(Batch batch) {
        if (out.filter(now -> now == batch).isPresent()) {
            for (int i = 0; i < batch.lines(); i++) {
                lines.removeFirst();
            }
            bytes -= batch.bytes();
            out = Optional.empty();
            changed = true;
        }
    }

    /** How much waits. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many lines had to go. */
    public synchronized long lost() {
        return lostInAll;
    }

    /** Writes what waits to the disk, if that has changed. */
    public void keep() {
        byte[] content;
        synchronized (this) {
            if (!changed) {
                return;
            }
            changed = false;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            out.ifPresent(batch -> write(batch.head(), all));
            lines.forEach(line -> write(line, all));
            content = all.toByteArray();
        }
        try {
            folder.write(file, content);
        } catch (PenstockException e) {
            synchronized (this) {
                changed = true;
            }
        }
    }
}
