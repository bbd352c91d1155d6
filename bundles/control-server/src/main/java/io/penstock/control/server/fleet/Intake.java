package io.penstock.control.server.fleet;

import io.penstock.control.api.BatchAnswer;
import io.penstock.control.api.BatchHead;
import io.penstock.control.api.Json;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.MetricLine;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Takes logs and measurements of agents: batches of lines, each batch once. Thread-safe. */
final class Intake {
    private static final int MAX_LINES_KEPT = 5_000;
    private static final int MAX_BATCHES_KNOWN = 50_000;
    private final Store store;
    private final Json json;
    private final Series series;
    private final AtomicLong lost = new AtomicLong();
    /** The newest batches of agents, so that one that comes again counts once; by agent, kind and batch. */
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_BATCHES_KNOWN;
        }
    };

    Intake(Store store, Json json, Series series) {
        this.store = store;
        this.json = json;
        this.series = series;
    }

    private record Batch<T>(BatchHead head, List<T> lines) {
    }

    private <T> Batch<T> read(byte[] body, Class<T> type) {
        String[] lines = new String(body, StandardCharsets.UTF_8).split("\n");
        BatchHead head = json.readTolerant(lines[0], BatchHead.class);
        List<T> read = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                read.add(json.readTolerant(lines[i], type));
            }
        }
        if (read.size() != head.lines()) {
            throw PenstockException.invalid("request.body", "the batch says " + head.lines() + " lines, and has " + read.size());
        }
        return new Batch<>(head, read);
    }

    private boolean fresh(Node node, String kind, BatchHead head) {
        synchronized (known) {
            return known.putIfAbsent(node.id + kind + head.batch(), true) == null;
        }
    }

    private void again(Node node, String kind, BatchHead head) {
        synchronized (known) {
            known.remove(node.id + kind + head.batch());
        }
    }

    CompletionStage<Answer> logs(Node node, byte[] body) {
        Batch<LogLine> batch = read(body, LogLine.class);
        Answer answer = Answer.ok(new BatchAnswer(batch.head().seq()));
        if (!fresh(node, "|logs|", batch.head())) {
            return CompletableFuture.completedFuture(answer);
        }
        lost.addAndGet(batch.head().lost());
        return store.write(tx -> {
            keep(tx, node.id, batch.lines());
            return answer;
        }).whenComplete((done, failure) -> {
            if (failure != null) {
                again(node, "|logs|", batch.head());
            }
        });
    }

    private static void keep(Tx tx, String agentId, List<LogLine> lines) {
        long last = tx.one("select coalesce(max(seq), 0) as last from agent_logs where agent_id = ?",
                row -> row.number("last"), agentId).orElse(0L);
        List<Object[]> values = new ArrayList<>();
        for (LogLine line : lines) {
            values.add(new Object[] {agentId, last + values.size() + 1, line.at(),
                line.level().name().toLowerCase(java.util.Locale.ROOT), line.logger(), line.message()});
        }
        tx.batch("insert into agent_logs (agent_id, seq, at, level, logger, message) values (?, ?, ?, ?, ?, ?)", values);
        tx.update("delete from agent_logs where agent_id = ? and seq <= ?", agentId, last + values.size() - MAX_LINES_KEPT);
    }

    CompletionStage<Answer> metrics(Node node, byte[] body) {
        Batch<MetricLine> batch = read(body, MetricLine.class);
        if (fresh(node, "|metrics|", batch.head())) {
            lost.addAndGet(batch.head().lost());
            series.add(node.id, batch.lines());
        }
        return CompletableFuture.completedFuture(Answer.ok(new BatchAnswer(batch.head().seq())));
    }

    /** What agents said they had to drop. */
    long lost() {
        return lost.get();
    }
}
