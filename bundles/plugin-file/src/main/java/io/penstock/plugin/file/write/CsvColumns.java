package io.penstock.plugin.file.write;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.value.Utf8Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * The columns of a file of measurements. Immutable.
 *
 * @param attributes those with columns of their own
 */
record CsvColumns(List<String> attributes) {
    /** What every file has, in front. */
    static final List<String> FIXED = List.of("metric", "timestamp", "value", "resource_kind", "resource_id", "consumer_kind",
            "consumer_id", "__late_attributes");
    /** More attributes than this have no columns of their own. */
    static final int MAX_ATTRIBUTES = 500;
    private static final int LEADING = FIXED.size() - 1;
    private static final int MAX_HEADER_CHARS = 1 << 20;

    /** Those of a batch's measurements, sorted. */
    static CsvColumns of(List<Event> events) {
        TreeSet<String> names = new TreeSet<>();
        for (Event event : events) {
            Fields attributes = event instanceof Measurement point ? point.attributes() : Fields.EMPTY;
            for (int i = 0; i < attributes.size() && names.size() < MAX_ATTRIBUTES; i++) {
                names.add(attributes.name(i));
            }
        }
        FIXED.forEach(names::remove);
        names.removeIf(name -> !Utf8Text.isUnicode(name) || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0);
        return new CsvColumns(List.copyOf(names));
    }

    /** Those a file begins with; another first line is a CONFLICT. */
    static CsvColumns read(OpenFile file, boolean gzip, CsvLine csv) throws IOException {
        try (InputStream in = Files.newInputStream(file.path()); InputStream plain = gzip ? new GZIPInputStream(in) : in;
             BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0 && c != '\n' && line.length() < MAX_HEADER_CHARS; c = reader.read()) {
                line.append((char) c);
            }
            List<String> names = csv.values(line.toString());
            if (names.size() <= LEADING || !names.subList(0, LEADING).equals(FIXED.subList(0, LEADING))
                    || !names.get(names.size() - 1).equals(FIXED.get(LEADING))) {
                throw new PenstockException(ErrorKind.CONFLICT, "csv.header", file.path() + " does not begin with the columns of"
                        + " measurements and the delimiter " + csv.delimiter() + "; move it away to go on");
            }
            return new CsvColumns(List.copyOf(names.subList(LEADING, names.size() - 1)));
        }
    }

    /** The first line. */
    List<String> header() {
        List<String> header = new ArrayList<>(FIXED.subList(0, LEADING));
        header.addAll(attributes);
        header.add(FIXED.get(LEADING));
        return header;
    }
}
