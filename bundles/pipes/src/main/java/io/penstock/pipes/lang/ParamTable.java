package io.penstock.pipes.lang;

import io.penstock.pipes.api.PipeOutline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code params:} and {@code secrets:} of a pipe with their values, and which of them are used. One use, one thread. */
final class ParamTable {
    private static final List<String> KEYS = List.of("type", "default", "required", "enum", "description");

    private final Findings findings;
    private final Environment environment;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, Place> declared = new HashMap<>();
    private final Map<String, Place> declaredSecrets = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> usedSecrets = new HashSet<>();

    ParamTable(Findings findings, Environment environment) {
        this.findings = findings;
        this.environment = environment;
        values.put("agent.name", environment.agentName());
        values.put("agent.data", environment.dataFolder().toString());
    }

    /** Takes the two tables in. */
    void declare(Optional<Node> params, Optional<Node> secretTable, Place top) {
        params.ifPresent(node -> Tables.entries(node, "params", findings).forEach(this::param));
        secretTable.ifPresent(node -> Tables.entries(node, "secrets", findings).forEach(this::secret));
        for (String given : environment.params().keySet()) {
            if (!declared.containsKey(given)) {
                findings.error(params.map(Node::place).orElse(top), "param.undeclared",
                        "a value is given for the parameter \"" + given + "\", which the pipe does not declare");
            }
        }
    }

    /** A parameter as it is declared, without its value. */
    static PipeOutline.Param outline(Node.Entry entry) {
        if (!(entry.value() instanceof Node.Table table)) {
            return new PipeOutline.Param(entry.key(), ParamType.STRING.toString(), false, true);
        }
        return new PipeOutline.Param(entry.key(),
                table.get("type").map(node -> String.valueOf(node.plain())).orElse(ParamType.STRING.toString()),
                Boolean.TRUE.equals(table.get("required").map(Node::plain).orElse(false)), table.get("default").isPresent());
    }

    private void param(Node.Entry entry) {
        declared.put(entry.key(), entry.place());
        if (!(entry.value() instanceof Node.Table table)) {
            Object given = environment.params().containsKey(entry.key()) ? environment.params().get(entry.key())
                    : entry.value().plain();
            values.put(entry.key(), given == null ? "" : given);
            return;
        }
        table.entries().stream().filter(key -> !KEYS.contains(key.key()))
                .forEach(key -> findings.unknownKey(key, "the parameter \"" + entry.key() + "\"", KEYS));
        Object typeName = table.get("type").map(Node::plain).orElse("string");
        Optional<ParamType> type = ParamType.named(typeName);
        if (type.isEmpty()) {
            findings.error(table.get("type").orElse(table).place(), "param.type", "expected one of "
                    + String.join(", ", ParamType.names()) + ", but found " + typeName);
        }
        value(entry, table, type.orElse(ParamType.STRING));
    }

    private void value(Node.Entry entry, Node.Table table, ParamType type) {
        String name = entry.key();
        Optional<Node> preset = table.get("default");
        Object given = environment.params().get(name);
        Object written = given != null ? given : preset.map(Node::plain).orElse(null);
        Place place = given == null ? preset.orElse(table).place() : entry.place();
        if (written == null) {
            absent(entry, table, type);
            return;
        }
        Optional<Object> value = type.read(written);
        if (value.isEmpty()) {
            findings.error(place, "param.value", "the parameter \"" + name + "\" expects a " + type + ", but found \""
                    + written + "\"");
        }
        checkChoice(name, table, value.orElse(written), place);
        values.put(name, value.orElse(type.standIn()));
    }

    private void absent(Node.Entry entry, Node.Table table, ParamType type) {
        boolean required = Boolean.TRUE.equals(table.get("required").map(Node::plain).orElse(false));
        if (required && !environment.assume()) {
            findings.error(entry.place(), "param.missing", "the parameter \"" + entry.key()
                    + "\" is required and has no value");
        }
        Object first = table.get("enum").map(Node::plain).filter(choices -> choices instanceof List<?> list && !list.isEmpty())
                .map(choices -> (Object) ((List<?>) choices).get(0)).orElse(type.standIn());
        values.put(entry.key(), required ? first == null ? type.standIn() : first : type == ParamType.STRING ? "" : type.standIn());
    }

    private void checkChoice(String name, Node.Table table, Object value, Place place) {
        Optional<Object> choices = table.get("enum").map(Node::plain);
        if (choices.isPresent() && !(choices.get() instanceof List<?> list && list.contains(value))) {
            findings.error(place, "param.choice", "the parameter \"" + name + "\" expects one of " + choices.get()
                    + ", but found \"" + value + "\"");
        }
    }

    private void secret(Node.Entry entry) {
        declaredSecrets.put(entry.key(), entry.place());
        if (entry.value().plain() instanceof String text && text.contains("${")) {
            secrets.put(entry.key(), text);
            return;
        }
        secrets.put(entry.key(), "");
        findings.error(entry.value().place(), "secret.in-clear", "expected where the secret is, such as "
                + "\"${secret:file/name}\" or \"${NAME}\", not the secret itself");
    }

    /** The value of a parameter; empty, with a finding, when there is none. */
    Optional<Object> value(String name, Place place) {
        used.add(name);
        if (!values.containsKey(name)) {
            findings.error(place, "param.unknown", "there is no parameter \"" + name + "\"",
                    io.penstock.core.options.Suggestions.nearest(name, values.keySet()));
        }
        return Optional.ofNullable(values.get(name));
    }

    /** Where a secret is; empty, with a finding, when the pipe does not declare it. */
    Optional<String> secret(String name, Place place) {
        usedSecrets.add(name);
        if (!secrets.containsKey(name)) {
            findings.error(place, "secret.unknown", "there is no secret \"" + name + "\"",
                    io.penstock.core.options.Suggestions.nearest(name, secrets.keySet()));
        }
        return Optional.ofNullable(secrets.get(name));
    }

    /** Warns of what nobody used. */
    void warnOfUnused() {
        declared.forEach((name, place) -> {
            if (!used.contains(name)) {
                findings.warning(place, "param.unused", "nothing uses the parameter \"" + name + "\"");
            }
        });
        declaredSecrets.forEach((name, place) -> {
            if (!usedSecrets.contains(name)) {
                findings.warning(place, "secret.unused", "nothing uses the secret \"" + name + "\"");
            }
        });
    }
}
