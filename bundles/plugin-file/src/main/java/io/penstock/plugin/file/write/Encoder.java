package io.penstock.plugin.file.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventLine;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes the bytes of a batch. One thread; it keeps its buffer. */
final class Encoder {
    private static final int INITIAL_CHARS = 64 << 10;
    private static final int KEPT_CHARS = 4 << 20;

    private final FileOutputOptions options;
    private StringBuilder text = new StringBuilder(INITIAL_CHARS);

    Encoder(FileOutputOptions options) {
        this.options = options;
    }

    /**
     * @param newFile whether the file is empty, so that a header is due
     * @param refused where the events go that cannot be written, by index with the reason
     */
    byte[] encode(List<Event> events, boolean newFile, Map<Integer, String> refused) {
        text.setLength(0);
        if (newFile && options.format() == FileOutputOptions.Format.CSV) {
            appendCsv(options.columns().iterator());
        }
        for (int i = 0; i < events.size(); i++) {
            if (!append(events.get(i))) {
                refused.put(i, "the event has no field " + Record.RAW);
            }
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (text.capacity() > KEPT_CHARS) {
            text = new StringBuilder(INITIAL_CHARS);
        }
        return options.compression() == FileOutputOptions.Compression.GZIP && bytes.length > 0 ? gzip(bytes) : bytes;
    }

    private boolean append(Event event) {
        switch (options.format()) {
            case JSON -> EventText.appendJson(text, event.fields());
            case TEXT -> EventLine.appendText(text, event);
            case LOGFMT -> EventLine.appendLogfmt(text, event);
            case CSV -> {
                appendCsvRow(event.fields());
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

    private void appendCsvRow(Fields fields) {
        appendCsv(options.columns().stream().map(column -> fields.has(column) ? EventText.text(fields.get(column)) : "")
                .iterator());
    }

    /** RFC 4180, with a line feed alone at the end. */
    private void appendCsv(Iterator<String> values) {
        while (values.hasNext()) {
            String value = values.next();
            boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            text.append(plain ? value : '"' + value.replace("\"", "\"\"") + '"').append(values.hasNext() ? ',' : '\n');
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
