package io.penstock.admin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

@Timeout(30)
class LogsTailCommandTest {
    private final List<LogEntry> newestFirst = new ArrayList<>();
    private final List<LogListener> listeners = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch listening = new CountDownLatch(1);

    private final LogReaderService log = fake(LogReaderService.class, (name, arguments) -> switch (name) {
        case "getLog" -> Collections.enumeration(newestFirst);
        case "addLogListener" -> {
            listeners.add((LogListener) arguments[0]);
            listening.countDown();
            yield null;
        }
        default -> listeners.remove((LogListener) arguments[0]) ? null : null;
    });

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private static LogEntry entry(LogLevel level, String logger, String message) {
        return fake(LogEntry.class, (name, arguments) -> switch (name) {
            case "getLogLevel" -> level;
            case "getLoggerName" -> logger;
            case "getMessage" -> message;
            case "getTime" -> 0L;
            default -> null;
        });
    }

    private List<Object> messages(Map<String, Object> arguments) throws Exception {
        List<Object> messages = new ArrayList<>();
        new LogsTailCommand(log).run(arguments, row -> messages.add(((Map<?, ?>) row).get("message")));
        return messages;
    }

    @Test
    void showsTheLastLinesOldestFirst() throws Exception {
        newestFirst.add(entry(LogLevel.INFO, "io.penstock.pipes.run.X", "third"));
        newestFirst.add(entry(LogLevel.WARN, "io.penstock.config.Y", "second"));
        newestFirst.add(entry(LogLevel.DEBUG, "org.apache.felix", "first"));

        assertThat(messages(Map.of())).containsExactly("first", "second", "third");
        assertThat(messages(Map.of("lines", 2L))).containsExactly("second", "third");
        assertThat(messages(Map.of("level", "warn"))).containsExactly("second");
        assertThat(messages(Map.of("module", "pipes"))).containsExactly("third");
        assertThatThrownBy(() -> messages(Map.of("level", "loud"))).isInstanceOf(PenstockException.class)
                .hasMessageContaining("loud");
    }

    @Test
    void followsUntilTheCallerLeavesAndThenListensNoMore() throws Exception {
        LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        Thread follower = new Thread(() -> {
            try {
                new LogsTailCommand(log).run(Map.of("follow", true, "level", "info"),
                        row -> seen.add(((Map<?, ?>) row).get("message")));
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        });
        follower.start();
        assertThat(listening.await(10, TimeUnit.SECONDS)).isTrue();
        listeners.get(0).logged(entry(LogLevel.DEBUG, "a", "too quiet"));
        listeners.get(0).logged(entry(LogLevel.ERROR, "a", "loud"));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("loud");
        follower.interrupt();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        follower.join(10_000);
        assertThat(listeners).isEmpty();
    }
}
