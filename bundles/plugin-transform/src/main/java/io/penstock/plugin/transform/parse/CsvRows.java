package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.Conversion;
import io.penstock.plugin.transform.value.CsvText;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.Shown;
import io.penstock.plugin.transform.value.TargetType;
import java.util.List;

/** Emits an event for each record of a text. One thread. */
final class CsvRows implements Transform {
    private final CsvPlugin.Settings options;
    private final CsvColumns columns;
    private final FieldPath input;
    private final char delimiter;
    private final char quote;
    private final boolean fit;

    CsvRows(CsvPlugin.Settings options, CsvColumns columns) {
        this.options = options;
        this.columns = columns;
        this.input = FieldPath.of(options.inputField());
        this.delimiter = options.delimiterChar();
        this.quote = options.quote().charAt(0);
        this.fit = options.onMismatch() == CsvPlugin.OnMismatch.FIT;
    }

    @Override
    public void apply(Event event, Outlet out) {
        Object held = input.get(event);
        if (!(held instanceof String text)) {
            refuse(held);
            out.emit(event);
            return;
        }
        Fields fields = options.remove() ? input.remove(event.fields()) : event.fields();
        CsvText records = new CsvText(text, delimiter, quote);
        columns.beginText();
        for (List<String> values = records.next(); !values.isEmpty(); values = records.next()) {
            List<String> names = columns.namesFor(values);
            if (!names.isEmpty()) {
                out.emit(event.withFields(row(fields, names, values)));
            }
        }
    }

    private void refuse(Object held) {
        if (options.onNoMatch() == OnNoMatch.ERROR) {
            throw PenstockException.invalid("csv.no-text", "expected the field \"" + input
                    + "\" to hold text, but found " + Shown.of(held));
        }
    }

    private Fields row(Fields fields, List<String> names, List<String> values) {
        if (!fit && names.size() != values.size()) {
            throw PenstockException.invalid("csv.mismatch", "expected " + names.size() + " values ("
                    + String.join(", ", names) + "), but found " + values.size());
        }
        Fields.Builder row = fields.toBuilder();
        for (int i = 0; i < values.size(); i++) {
            String name = i < names.size() ? names.get(i) : "column_" + (i + 1);
            if (!name.isEmpty()) {
                row.set(name, typed(name, values.get(i)));
            }
        }
        return row.build();
    }

    private Object typed(String name, String value) {
        TargetType type = options.types().getOrDefault(name, TargetType.STRING);
        return type == TargetType.STRING ? value : value.isEmpty() ? Null.NULL : Conversion.convert(name, value, type);
    }
}
