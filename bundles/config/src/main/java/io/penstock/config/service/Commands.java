package io.penstock.config.service;

import io.penstock.config.apply.Configuration;
import io.penstock.config.apply.Setting;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.config.source.TomlValue;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What {@code penstock config} and {@code penstock logs level} ask of a running agent. */
final class Commands {
    private final Configuration configuration;

    Commands(Configuration configuration) {
        this.configuration = configuration;
    }

    List<AdminCommand> all() {
        return List.of(
                command("config.list", (arguments, reply) -> list(text(arguments, "table").orElse(""), reply)),
                command("config.get", (arguments, reply) -> get(required(arguments, "setting"), reply)),
                command("config.set", this::set),
                command("config.reset", this::reset),
                command("config.diff", (arguments, reply) -> diff(reply)),
                command("config.check", this::check),
                command("config.reload", (arguments, reply) -> findings(configuration.reload(), reply)),
                command("logs.level", this::level));
    }

    private void list(String table, AdminReply reply) {
        send(setting -> table.isEmpty() || setting.table().equals(table), reply);
        configuration.findings().forEach(finding -> reply.send(row(finding.where(), finding.message(),
                finding.severity().name().toLowerCase(Locale.ROOT))));
    }

    private void get(String name, AdminReply reply) {
        Flags.Path path = Flags.Path.parse(name);
        if (!send(setting -> setting.table().equals(path.table())
                && (setting.key().equals(path.key()) || setting.key().startsWith(path.key() + ".")), reply)) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "config.setting", "there is no setting \"" + name
                    + "\"; penstock config list shows them all");
        }
    }

    private boolean send(Predicate<Setting> which, AdminReply reply) {
        List<Setting> found = configuration.settings().stream().filter(which).toList();
        for (Setting setting : found) {
            reply.send(row(setting.name(), setting.value().orElse(null), setting.source().toString()));
        }
        return !found.isEmpty();
    }

    private static Map<String, Object> row(String setting, Object value, String source) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("setting", setting);
        row.put("value", value);
        row.put("source", source);
        return row;
    }

    private void set(Map<String, Object> arguments, AdminReply reply) {
        String name = required(arguments, "setting");
        Object value = arguments.get("value");
        if (value == null) {
            throw PenstockException.invalid("config.argument", "expected a value for \"" + name + "\"");
        }
        Flags.Path path = fullPath(name);
        configuration.set(path, value instanceof String text ? TomlValue.parse(text) : TomlValue.plain(value),
                text(arguments, "by"));
        get(name, reply);
    }

    private void reset(Map<String, Object> arguments, AdminReply reply) {
        int count = configuration.reset(Flags.Path.parse(required(arguments, "setting")));
        reply.send(Map.of("reset", count));
    }

    private static Flags.Path fullPath(String name) {
        Flags.Path path = Flags.Path.parse(name);
        if (path.key().isEmpty()) {
            throw PenstockException.invalid("config.argument", "expected table.key, but found \"" + name + "\"");
        }
        return path;
    }

    private void diff(AdminReply reply) {
        for (Setting setting : configuration.settings()) {
            if (setting.differs()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("setting", setting.name());
                row.put("otherwise", setting.below().orElse(null));
                row.put("from", setting.belowSource().toString());
                row.put("now", setting.value().orElse(null));
                row.put("source", setting.source().toString());
                reply.send(row);
            }
        }
    }

    private void check(Map<String, Object> arguments, AdminReply reply) {
        List<Path> files = text(arguments, "file").map(file -> List.of(Path.of(file))).orElseGet(configuration::files);
        findings(configuration.check(files), reply);
    }

    /** Warnings are the answer; mistakes are an error of the command, so that scripts can tell. */
    private static void findings(List<Finding> findings, AdminReply reply) {
        List<String> mistakes = findings.stream().filter(Finding::isError).map(Finding::toString).toList();
        if (!mistakes.isEmpty()) {
            throw PenstockException.invalid("config.mistakes", String.join("\n", mistakes));
        }
        findings.forEach(finding -> reply.send(row(finding)));
    }

    private static Map<String, Object> row(Finding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        row.put("where", finding.where());
        row.put("message", finding.message());
        return row;
    }

    /** Without a level it tells, with one it sets; without a module it means all of them. */
    private void level(Map<String, Object> arguments, AdminReply reply) {
        Optional<String> module = text(arguments, "module");
        Optional<String> level = text(arguments, "level");
        if (level.isPresent()) {
            String key = module.map(name -> "levels." + name).orElse("level");
            configuration.set(new Flags.Path("log", key), level.get());
        }
        send(setting -> setting.table().equals("log")
                && (setting.key().equals("level") || setting.key().startsWith("levels.")), reply);
    }

    private static Optional<String> text(Map<String, Object> arguments, String name) {
        return Optional.ofNullable(arguments.get(name)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private static String required(Map<String, Object> arguments, String name) {
        return text(arguments, name).orElseThrow(() -> PenstockException.invalid("config.argument",
                "expected the argument \"" + name + "\""));
    }

    private static AdminCommand command(String name, BiConsumer<Map<String, Object>, AdminReply> body) {
        return new AdminCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Map<String, Object> arguments, AdminReply reply) {
                body.accept(arguments, reply);
            }
        };
    }
}
