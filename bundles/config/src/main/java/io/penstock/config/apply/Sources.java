package io.penstock.config.apply;

import io.penstock.config.source.ConfigText;
import io.penstock.config.source.Entry;
import io.penstock.config.source.FileSearch;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.config.source.Table;
import io.penstock.config.source.TomlReader;
import io.penstock.config.source.Variables;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.SecretTexts;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.value.Utf8Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Everything settings come from, weakest first: file, environment, flags. Immutable. */
public record Sources(FileSearch search, Variables variables, Flags flags, TextResolver resolver) {
    /** Reads the files that are found; without any, nothing is set. */
    ConfigText read() {
        return search.find().stream().map(Sources::read).reduce(ConfigText::with).orElse(ConfigText.NONE);
    }

    /** Reads one file; what is wrong with it is among the findings. */
    public static ConfigText read(Path file) {
        try {
            if (Files.size(file) > 4L * TomlReader.MAX_CHARS) {
                return broken(file, "the file is too long");
            }
            return TomlReader.read(file, Utf8Text.decode(file.getFileName().toString(), Files.readAllBytes(file)));
        } catch (PenstockException e) {
            return broken(file, e.getMessage());
        } catch (IOException e) {
            return broken(file, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static ConfigText broken(Path file, String message) {
        return new ConfigText(Map.of(), List.of(Finding.error(file, message)));
    }

    Judgement judge(KnownTable known, ConfigText text, Collection<String> tables) {
        List<Finding> findings = new ArrayList<>();
        text.table(known.name()).ifPresent(table -> OwnerOnly.check(known.keys, table).forEach(findings::add));
        List<Entry> entries = new ArrayList<>(text.table(known.name()).map(Table::entries).orElse(List.of()));
        entries.addAll(variables.of(known.name(), known.keys, tables, findings));
        entries.addAll(variables.named(known.capability.variables(), key -> SecretTexts.isSecret(known.options, key), findings));
        entries.addAll(flags.of(known.name()));
        String place = text.table(known.name()).map(table -> table.place().toString()).orElse("[" + known.name() + "]");
        Judgement judged = Judgement.of(known.options, place, entries, resolver);
        findings.addAll(judged.findings());
        return new Judgement(judged.base(), judged.entries(), judged.written(), List.copyOf(findings), judged.secretsHash());
    }
}
