package io.penstock.tunnel.wire.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes one JSON object. */
final class JsonOut {
    private final JsonGenerator json;

    private JsonOut(JsonGenerator json) {
        this.json = json;
    }

    static byte[] object(Consumer<JsonOut> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JsonObject.FACTORY.createGenerator(bytes)) {
            new JsonOut(json).braces(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private JsonOut braces(Consumer<JsonOut> content) {
        return act(() -> {
            json.writeStartObject();
            content.accept(this);
            json.writeEndObject();
        });
    }

    JsonOut text(String key, String value) {
        return act(() -> json.writeStringField(key, value));
    }

    JsonOut text(String key, Optional<String> value) {
        value.ifPresent(text -> text(key, text));
        return this;
    }

    /** For people: may be cut. */
    JsonOut prose(String key, String value) {
        return text(key, value.length() > TunnelProtocol.MAX_TEXT ? value.substring(0, TunnelProtocol.MAX_TEXT) : value);
    }

    JsonOut number(String key, long value) {
        return act(() -> json.writeNumberField(key, value));
    }

    JsonOut octets(String key, Octets value) {
        return text(key, value.base64Url());
    }

    JsonOut texts(String key, List<String> values) {
        return act(() -> {
            json.writeArrayFieldStart(key);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
    }

    JsonOut range(String key, int lowest, int highest) {
        return act(() -> {
            json.writeArrayFieldStart(key);
            json.writeNumber(lowest);
            json.writeNumber(highest);
            json.writeEndArray();
        });
    }

    JsonOut object(String key, Consumer<JsonOut> content) {
        return act(() -> {
            json.writeFieldName(key);
            braces(content);
        });
    }

    <T> JsonOut objects(String key, List<T> values, BiConsumer<T, JsonOut> each) {
        return act(() -> {
            json.writeArrayFieldStart(key);
            values.forEach(value -> braces(out -> each.accept(value, out)));
            json.writeEndArray();
        });
    }

    private JsonOut act(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
