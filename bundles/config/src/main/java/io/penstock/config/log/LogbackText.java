package io.penstock.config.log;

import io.penstock.config.log.LogSettings.Console;
import io.penstock.config.log.LogSettings.Format;
import io.penstock.config.log.LogSettings.Level;
import java.nio.file.Path;
import java.util.TreeMap;

/** Writes a Logback configuration. */
final class LogbackText {
    /** Line breaks in a message become visible, so that nobody can forge a line. */
    private static final String HUMAN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level "
            + "%replace(%logger){'^io\\.penstock\\.', ''}: %replace(%msg){'[\\r\\n]+', ' | '}%n";

    private LogbackText() {
    }

    /** @param folder where the log files go */
    static String of(LogSettings settings, Path folder) {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        String encoder = encoder(settings.format());
        if (settings.console() != Console.OFF) {
            String target = settings.console() == Console.STDOUT ? "System.out" : "System.err";
            xml.append("  <appender name=\"console\" class=\"ch.qos.logback.core.ConsoleAppender\">\n    <target>")
                    .append(target).append("</target>\n").append(encoder).append("  </appender>\n");
        }
        if (settings.file()) {
            file(xml, settings, folder, encoder);
        }
        xml.append("  <logger name=\"io.penstock\" level=\"").append(settings.level()).append("\"/>\n");
        // It warns at every start that it waits for its port to be opened (see admin-console), as it is meant to.
        xml.append("  <logger name=\"org.apache.felix.http\" level=\"error\"/>\n");
        new TreeMap<>(settings.levels()).forEach((module, level) -> xml.append("  <logger name=\"")
                .append(escape(logger(module))).append("\" level=\"").append(level).append("\"/>\n"));
        xml.append("  <root level=\"").append(forOthers(settings.level())).append("\">\n");
        if (settings.console() != Console.OFF) {
            xml.append("    <appender-ref ref=\"console\"/>\n");
        }
        if (settings.file()) {
            xml.append("    <appender-ref ref=\"file\"/>\n");
        }
        return xml.append("  </root>\n</configuration>\n").toString();
    }

    private static void file(StringBuilder xml, LogSettings settings, Path folder, String encoder) {
        String base = escape(folder.toAbsolutePath().toString().replace('\\', '/'));
        xml.append("  <appender name=\"file\" class=\"ch.qos.logback.core.rolling.RollingFileAppender\">\n")
                .append("    <file>").append(base).append("/penstock.log</file>\n").append(encoder)
                .append("    <rollingPolicy class=\"ch.qos.logback.core.rolling.FixedWindowRollingPolicy\">\n")
                .append("      <fileNamePattern>").append(base).append("/penstock.%i.log.gz</fileNamePattern>\n")
                .append("      <minIndex>1</minIndex>\n      <maxIndex>").append(settings.maxFiles())
                .append("</maxIndex>\n    </rollingPolicy>\n")
                .append("    <triggeringPolicy class=\"ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy\">\n")
                .append("      <maxFileSize>").append(settings.maxFileSize().bytes()).append("</maxFileSize>\n")
                .append("      <checkIncrement>1 seconds</checkIncrement>\n    </triggeringPolicy>\n  </appender>\n");
    }

    private static String encoder(Format format) {
        return format == Format.JSON
                ? "    <encoder class=\"ch.qos.logback.classic.encoder.JsonEncoder\">\n"
                        + "      <withSequenceNumber>false</withSequenceNumber>\n      <withNanoseconds>false</withNanoseconds>\n"
                        + "      <withContext>false</withContext>\n      <withMessage>false</withMessage>\n"
                        + "      <withArguments>false</withArguments>\n      <withMDC>false</withMDC>\n"
                        + "      <withFormattedMessage>true</withFormattedMessage>\n    </encoder>\n"
                : "    <encoder>\n      <charset>UTF-8</charset>\n      <pattern>" + escape(HUMAN)
                        + "</pattern>\n    </encoder>\n";
    }

    /** Frameworks tell every start and stop: of them only what is wrong is wanted, unless a module's level asks for more. */
    private static Level forOthers(Level level) {
        return level.compareTo(Level.WARN) < 0 ? level : Level.WARN;
    }

    /** A capability's logger; a name with a dot is a package already. */
    static String logger(String module) {
        return module.contains(".") ? module : "io.penstock." + module.replace('-', '.');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
