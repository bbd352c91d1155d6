package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Knows the names of the columns, wherever they come from. One thread. */
abstract class CsvColumns {
    private CsvColumns() {
    }

    /** A new text begins. */
    void beginText() {
    }

    /** The names for a record, or an empty list when the record is itself the header. */
    abstract List<String> namesFor(List<String> values);

    static CsvColumns given(List<String> names) {
        return new CsvColumns() {
            @Override
            List<String> namesFor(List<String> values) {
                return names;
            }
        };
    }

    static CsvColumns ofEachText() {
        return new CsvColumns() {
            private List<String> names = List.of();

            @Override
            void beginText() {
                names = List.of();
            }

            @Override
            List<String> namesFor(List<String> values) {
                List<String> known = names;
                names = known.isEmpty() ? List.copyOf(values) : known;
                return known;
            }
        };
    }

    static CsvColumns keptIn(Path file) {
        return new Kept(file);
    }

    /** After a restart the input goes on after the header, so the header is written down before its event is done. */
    private static final class Kept extends CsvColumns {
        private final Path file;
        private List<String> header;

        Kept(Path file) {
            this.file = file;
            try {
                this.header = Files.exists(file) ? List.of(Files.readString(file).split("\u001f", -1)) : List.of();
            } catch (IOException e) {
                throw PenstockException.retry("csv.header", "cannot read the header kept in " + file, e);
            }
        }

        @Override
        List<String> namesFor(List<String> values) {
            if (header.isEmpty()) {
                keep(values);
                return List.of();
            }
            return values.equals(header) ? List.of() : header;
        }

        private void keep(List<String> values) {
            try {
                Files.writeString(file, String.join("\u001f", values));
                header = List.copyOf(values);
            } catch (IOException e) {
                throw PenstockException.retry("csv.header", "cannot keep the header in " + file, e);
            }
        }
    }
}
