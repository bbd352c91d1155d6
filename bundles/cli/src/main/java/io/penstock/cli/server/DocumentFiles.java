package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Documents from YAML or JSON: one after another, a list of them, or what {@code export -o yaml} printed. */
final class DocumentFiles {
    private static final int MAX_BYTES = 32 << 20;

    private DocumentFiles() {
    }

    /** @param files files, folders of them, or {@code -} for standard input */
    static List<Object> read(List<Path> files, Console console) {
        if (files.isEmpty()) {
            throw PenstockException.invalid("cli.option", "expected -f FILE, - for standard input");
        }
        List<Object> documents = new ArrayList<>();
        try {
            for (Path file : files) {
                if (file.toString().equals("-")) {
                    add(new String(console.in().readNBytes(MAX_BYTES), StandardCharsets.UTF_8), "standard input", documents);
                } else {
                    for (Path one : expanded(file)) {
                        add(Texts.file(one), one.toString(), documents);
                    }
                }
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "cli.file", PenstockException.describe(e), e);
        }
        return documents;
    }

    private static List<Path> expanded(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (Stream<Path> inside = Files.list(file)) {
            return inside.filter(one -> one.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
        }
    }

    private static void add(String text, String name, List<Object> documents) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).setCodePointLimit(MAX_BYTES).build();
        try {
            for (Object value : new Load(settings).loadAllFromString(text)) {
                flat(value, name, documents);
            }
        } catch (YamlEngineException e) {
            throw new PenstockException(ErrorKind.INVALID, "apply.yaml", name + " is not YAML: " + e.getMessage().replaceAll("\\s*\\R\\s*", " "), e);
        }
    }

    private static void flat(Object value, String name, List<Object> documents) {
        if (value instanceof List<?> list) {
            list.forEach(item -> flat(item, name, documents));
        } else if (value instanceof Map<?, ?> map && map.get("documents") instanceof List<?> list) {
            list.forEach(item -> flat(item, name, documents));
        } else if (value instanceof Map<?, ?> map && map.containsKey("kind")) {
            documents.add(value);
        } else if (value != null) {
            throw PenstockException.invalid("apply.document", name + ": expected documents with kind, name and spec");
        }
    }
}
