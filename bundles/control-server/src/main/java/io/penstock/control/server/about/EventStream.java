package io.penstock.control.server.about;

import io.penstock.control.api.Json;
import io.penstock.control.server.http.SseSink;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeFeed;
import io.penstock.control.server.store.ChangeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * One watcher's events. It reads what was missed page by page until it has met what is told live; every change goes by its
 * number, so that none comes twice and none is left out. Thread-safe.
 */
final class EventStream implements AutoCloseable {
    private static final int PAGE = 500;

    private final ChangeFeed feed;
    private final Set<ChangeKind> topics;
    private final Json json;
    private final Function<Change, Map<String, String>> more;
    private final SseSink sink;
    // guarded by this
    private Optional<AutoCloseable> watching = Optional.empty();
    private long sent;
    private boolean reading;
    private boolean closed;

    EventStream(ChangeFeed feed, Set<ChangeKind> topics, Json json, Function<Change, Map<String, String>> more, SseSink sink) {
        this.feed = feed;
        this.topics = topics;
        this.json = json;
        this.more = more;
        this.sink = sink;
    }

    synchronized void start(OptionalLong after) {
        sent = after.orElseGet(feed::newest);
        watching = Optional.of(feed.watch(this::told));
        if (sent > feed.newest()) {
            reset();
        } else {
            catchUp();
        }
    }

    private synchronized void told(List<Change> changes) {
        if (reading || closed) {
            return;
        }
        if (changes.get(0).seq() > sent + 1) {
            catchUp();
        } else {
            changes.forEach(this::send);
        }
    }

    /** What is told meanwhile is read, too: the reading ends when there is nothing newer than what was sent. */
    private synchronized void catchUp() {
        if (closed || sent >= feed.newest()) {
            reading = false;
            return;
        }
        reading = true;
        feed.since(sent, PAGE).whenComplete(this::read);
    }

    private synchronized void read(List<Change> page, Throwable failure) {
        if (failure != null) {
            sink.end();
        } else if (!closed) {
            if (page.isEmpty() || page.get(0).seq() > sent + 1) {
                reset();
            } else {
                page.forEach(this::send);
            }
            catchUp();
        }
    }

    /** What was missed is not kept any more: the watcher must read everything anew, and goes on from here. */
    private void reset() {
        sent = feed.newest();
        sink.send(OptionalLong.of(sent), "reset", "{}");
    }

    private void send(Change change) {
        if (change.seq() <= sent) {
            return;
        }
        sent = change.seq();
        if (topics.contains(change.kind())) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("seq", change.seq());
            data.put("at", change.at());
            data.put("kind", change.kind().text());
            data.put("id", change.id());
            data.put("op", change.op().name().toLowerCase(Locale.ROOT));
            data.put("version", change.version());
            data.put("actor", change.actor());
            data.putAll(more.apply(change));
            sink.send(OptionalLong.of(change.seq()), change.kind().text(), json.text(data));
        }
    }

    @Override
    public void close() throws Exception {
        Optional<AutoCloseable> open;
        synchronized (this) {
            closed = true;
            open = watching;
            watching = Optional.empty();
        }
        if (open.isPresent()) {
            open.get().close();
        }
    }
}
