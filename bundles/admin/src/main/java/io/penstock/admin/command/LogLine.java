package io.penstock.admin.command;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

/** Log entries as rows, and which of them somebody wants to see. */
record LogLine(LogLevel least, String module) {
    /** The entry's logger without the prefix every one of ours has. */
    private static final String PREFIX = "io.penstock.";

    boolean wanted(LogEntry entry) {
        return least.implies(entry.getLogLevel()) && (module.isEmpty() || moduleOf(entry).startsWith(module));
    }

    static String moduleOf(LogEntry entry) {
        String logger = entry.getLoggerName() == null ? "" : entry.getLoggerName();
        return logger.startsWith(PREFIX) ? logger.substring(PREFIX.length()) : logger;
    }

    static Map<String, Object> row(LogEntry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("time", Instant.ofEpochMilli(entry.getTime()).toString());
        row.put("level", entry.getLogLevel().name());
        row.put("module", moduleOf(entry));
        row.put("message", entry.getMessage());
        if (entry.getException() != null) {
            row.put("error", entry.getException().toString());
        }
        return row;
    }
}
