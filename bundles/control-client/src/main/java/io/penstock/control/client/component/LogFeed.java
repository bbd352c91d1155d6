package io.penstock.control.client.component;

import io.penstock.control.api.LogLevel;
import io.penstock.control.api.LogLine;
import java.time.Instant;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** The runtime's log as it is written. */
final class LogFeed {
    private static final int MAX_LOGGER = 200;
    private static final int MAX_MESSAGE = 8192;

    private LogFeed() {
    }

    /** Feeds from now on until closed; nothing where there is no log service. */
    static AutoCloseable open(BundleContext context, Consumer<LogLine> to) {
        ServiceReference<LogReaderService> reference = context.getServiceReference(LogReaderService.class);
        LogReaderService log = reference == null ? null : context.getService(reference);
        if (log == null) {
            return () -> { };
        }
        LogListener listener = entry -> to.accept(line(entry));
        log.addLogListener(listener);
        return () -> {
            log.removeLogListener(listener);
            context.ungetService(reference);
        };
    }

    private static LogLine line(LogEntry entry) {
        String logger = entry.getLoggerName() == null || entry.getLoggerName().isEmpty() ? "log" : entry.getLoggerName();
        String message = entry.getMessage() == null ? "" : entry.getMessage();
        Throwable failure = entry.getException();
        return new LogLine(Instant.ofEpochMilli(entry.getTime()), level(entry),
                logger.substring(0, Math.min(MAX_LOGGER, logger.length())),
                cut(failure == null ? message : message + ": " + failure));
    }

    private static String cut(String text) {
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE - 1) + "…" : text;
    }

    private static LogLevel level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> LogLevel.ERROR;
            case WARN -> LogLevel.WARN;
            case INFO -> LogLevel.INFO;
            case DEBUG -> LogLevel.DEBUG;
            case TRACE -> LogLevel.TRACE;
        };
    }
}
