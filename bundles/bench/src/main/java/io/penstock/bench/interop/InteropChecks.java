package io.penstock.bench.interop;

import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.YamuxSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The checks, in order: what we open and the other answers, then what the other opens and we answer, then going away. */
final class InteropChecks {
    private static final long BULK = 100_000_000;
    private static final long MEDIUM = 1_000_000;
    private static final int STREAMS = 200;

    private final YamuxSession session;
    private final CompletableFuture<GoAwayCode> goAway;
    private final List<String> skipped;
    private int failures;

    InteropChecks(YamuxSession session, CompletableFuture<GoAwayCode> goAway, List<String> skipped) {
        this.session = session;
        this.goAway = goAway;
        this.skipped = skipped;
    }

    /** Returns how many failed. */
    int run() {
        check("ping", () -> ok(ping().toNanos() > 0));
        check("echo-100MB", () -> echo(BULK));
        check("half-close", this::halfClose);
        check("half-close-by-peer", this::halfCloseByPeer);
        check("200-streams", this::manyStreams);
        check("reset", this::resetByUs);
        check("reset-by-peer", this::resetByPeer);
        check("other-end", this::otherEnd);
        check("go-away-by-peer", this::goAwayByPeer);
        check("go-away", this::goAwayByUs);
        return failures;
    }

    private void check(String name, Callable<String> check) {
        if (skipped.contains(name)) {
            System.out.println("n/a    " + name);
            return;
        }
        long start = System.nanoTime();
        String result;
        try {
            result = check.call();
        } catch (Exception e) {
            result = e.toString();
        }
        failures += result.isEmpty() ? 0 : 1;
        System.out.printf("%s %s (%d ms) %s%n", result.isEmpty() ? "ok    " : "FAILED", name, (System.nanoTime() - start) / 1_000_000, result);
    }

    private static String ok(boolean condition) {
        return condition ? "" : "not as expected";
    }

    private static String same(String expected, String found) {
        return expected.equals(found) ? "" : "expected " + expected + ", found " + found;
    }

    private Duration ping() throws Exception {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        session.loop().execute(() -> session.ping().addListener(f -> answer.complete((Duration) f.getNow())));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private Asking ask(String line) {
        return new Asking(session, line, 0, true);
    }

    private String echo(long bytes) throws Exception {
        Asking echo = new Asking(session, "echo " + bytes, bytes, true);
        echo.finished.get(120, TimeUnit.SECONDS);
        return same(Sha256.hex(echo.sent), Sha256.hex(echo.received));
    }

    private String halfClose() throws Exception {
        Asking sum = new Asking(session, "sum " + MEDIUM, MEDIUM, true);
        return same(sum.answer(), Sha256.hex(sum.sent));
    }

    private String halfCloseByPeer() throws Exception {
        Asking late = new Asking(session, "late ours " + MEDIUM, 0, false);
        late.finished.get(10, TimeUnit.SECONDS);
        late.sendLate(MEDIUM);
        String noted = awaitNote("ours");
        return same(Sha256.hex(late.sent), noted);
    }

    private String manyStreams() throws Exception {
        List<Asking> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            long bytes = MEDIUM / 2 + i;
            all.add(new Asking(session, "echo " + bytes, bytes, true));
        }
        for (Asking echo : all) {
            echo.finished.get(120, TimeUnit.SECONDS);
            if (!Sha256.hex(echo.sent).equals(Sha256.hex(echo.received))) {
                return "a checksum differs";
            }
        }
        return "";
    }

    private String resetByUs() throws Exception {
        Asking waiting = new Asking(session, "wait ours-reset", 1000, false);
        for (int i = 0; i < 100 && waiting.text.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        waiting.resetNow();
        return same("reset", awaitNote("ours-reset"));
    }

    private String resetByPeer() throws Exception {
        Asking reset = new Asking(session, "reset", 0, false);
        reset.reset.get(10, TimeUnit.SECONDS);
        return "";
    }

    /** The other end runs the same checks against us and answers what failed. */
    private String otherEnd() throws Exception {
        Asking run = new Asking(session, "run", 0, false);
        try {
            run.finished.get(120, TimeUnit.SECONDS);
        } finally {
            run.resetNow();
            System.out.print(run.text.toString().indent(7));
        }
        return ok(!run.text.isEmpty() && !run.text.toString().contains("FAILED"));
    }

    private String goAwayByPeer() throws Exception {
        new Asking(session, "go-away", 0, true);
        return same("NORMAL", goAway.get(10, TimeUnit.SECONDS).name());
    }

    private String goAwayByUs() throws Exception {
        session.loop().submit(() -> session.goAway(GoAwayCode.NORMAL)).get();
        return ok(ping().toNanos() > 0);
    }

    private String awaitNote(String key) throws Exception {
        String noted = "nothing";
        for (int i = 0; i < 100 && noted.equals("nothing"); i++) {
            noted = ask("ask " + key).answer();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return noted;
    }
}
