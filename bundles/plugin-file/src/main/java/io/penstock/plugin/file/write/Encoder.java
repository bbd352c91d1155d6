package io.penstock.plugin.file.write;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventLine;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import java.util.List;
import java.util.Map;

/** Lines in the format the options ask for. One thread; it keeps its buffer. */
final class Encoder implements BatchEncoder {
    private final FileOutputOptions options;
    private final CsvLine csv;
    private final LineBuffer buffer = new LineBuffer();

    /** @param delimiter between the values of CSV */
    Encoder(FileOutputOptions options, char delimiter) {
        this.options = options;
        this.csv = new CsvLine(delimiter);
    }

    @Override
    public byte[] encode(List<Event> events, OpenFile file, boolean empty, Map<Integer, String> refused) {
        StringBuilder text = buffer.begin();
        if (empty && options.format() == FileOutputOptions.Format.CSV) {
            csv.append(text, options.columns());
        }
        for (int i = 0; i < events.size(); i++) {
            if (!append(text, events.get(i))) {
                refused.put(i, "the event has no field " + Record.RAW);
            }
        }
        return buffer.bytes(options.compression());
    }

    private boolean append(StringBuilder text, Event event) {
        switch (options.format()) {
            case JSON -> EventText.appendJson(text, event.fields());
            case TEXT -> EventLine.appendText(text, event);
            case LOGFMT -> EventLine.appendLogfmt(text, event);
            case CSV -> {
                Fields fields = event.fields();
                csv.append(text, options.columns().stream()
                        .map(column -> fields.has(column) ? EventText.text(fields.get(column)) : "").toList());
                return true;
            }
            case RAW -> {
                Object raw = event.fields().get(Record.RAW);
                if (raw == null) {
                    return false;
                }
                text.append(EventText.text(raw));
            }
        }
        text.append('\n');
        return true;
    }
}
