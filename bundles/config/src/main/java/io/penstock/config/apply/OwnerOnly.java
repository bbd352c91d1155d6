package io.penstock.config.apply;

import io.penstock.config.secret.FileMode;
import io.penstock.config.source.Entry;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Keys;
import io.penstock.config.source.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Refuses a file that holds an identity literally and that others may read. */
final class OwnerOnly {
    private OwnerOnly() {
    }

    /** What is wrong with where the table's secrets lie; a reference holds none. */
    static List<Finding> check(Keys keys, Table table) {
        List<Entry> held = table.entries().stream().filter(entry -> isHeld(keys, entry)).toList();
        return held.isEmpty() ? List.of() : check(table.place().file(), held.get(0));
    }

    private static boolean isHeld(Keys keys, Entry entry) {
        return keys.leafOf(keys.hyphenated(entry.key())).filter(leaf -> leaf.model().annotation().ownerOnly()).isPresent()
                && isLiteral(Values.text(entry.value()));
    }

    /** Empty is none yet. */
    static boolean isLiteral(String text) {
        return !text.isBlank() && !text.contains("${");
    }

    private static List<Finding> check(Path file, Entry held) {
        try {
            Optional<String> mode = FileMode.openToOthers(file);
            return mode.map(found -> Finding.error(held.source(), FileMode.told(file, held.key(), found))).stream().toList();
        } catch (IOException e) {
            return List.of(Finding.error(held.source(), "who may read " + file + " cannot be found out ("
                    + e.getClass().getSimpleName() + ")"));
        }
    }
}
