package io.penstock.plugin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON values that follow one another (so also NDJSON), or lie in one array, into events: an object gives its members as
 * fields, any other value the field {@code value}. Numbers stay exact. One body.
 */
final class JsonEvents {
    /** About what an event and a value of it take in memory, beside a text's characters. */
    static final int EVENT_BYTES = 160;
    private static final int VALUE_BYTES = 32;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_MEMBERS = 4_096;
    private static final int MAX_NUMBER_CHARS = 1_000;
    private static final int MAX_SCALE = 1_000;
    private static final int POOLED_BUFFERS = 4;
    // A bounded pool of its own: buffers kept per thread would outlive the bundle.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS).maxStringLength(Integer.MAX_VALUE).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS)).build();

    private final JsonParser parser;
    private final Instant time;
    private final BodyRoom.Claim claim;

    private JsonEvents(JsonParser parser, Instant time, BodyRoom.Claim claim) {
        this.parser = parser;
        this.time = time;
        this.claim = claim;
    }

    /** All events of a body (UTF-8, UTF-16 or UTF-32); INVALID ({@code http.json}) with line and column when it is no JSON. */
    static List<Event> read(byte[] body, Instant time, BodyRoom.Claim claim) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            return new JsonEvents(parser, time, claim).all();
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
            throw new PenstockException(ErrorKind.INVALID, "http.json", "the body is no JSON" + place, e);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.INVALID, "http.json", "the body is no text: " + e.getMessage(), e);
        }
    }

    private List<Event> all() throws IOException {
        List<Event> events = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                    events.add(event(token));
                }
            } else {
                events.add(event(token));
            }
        }
        return events;
    }

    private Event event(JsonToken token) throws IOException {
        claim.take(EVENT_BYTES);
        Object value = value(token);
        return Record.of(time, value instanceof Fields fields ? fields : Fields.of("value", value));
    }

    private Object value(JsonToken token) throws IOException {
        if (token == null) {
            throw PenstockException.invalid("http.json", "the body ends within a JSON value");
        }
        claim.take(VALUE_BYTES);
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> ValueType.from(new BigInteger(parser.getText()));
            case VALUE_NUMBER_FLOAT -> fraction(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> Null.NULL;
            default -> throw PenstockException.invalid("http.json", "expected a JSON value, but found " + token);
        };
    }

    private String text() throws IOException {
        claim.take(parser.getTextLength());
        return parser.getText();
    }

    /** A float where the float's own text is the same number, else a decimal. */
    private static Object fraction(String text) {
        BigDecimal exact = new BigDecimal(text);
        if (Math.abs((long) exact.scale()) > MAX_SCALE) {
            throw PenstockException.invalid("http.json", "a number is outside 10^±" + MAX_SCALE);
        }
        double near = exact.doubleValue();
        boolean same = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
        return same ? (Object) Double.valueOf(text) : exact;
    }

    private Fields object() throws IOException {
        Fields.Builder members = Fields.builder();
        int count = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (++count > MAX_MEMBERS) {
                throw PenstockException.invalid("http.json", "an object has more than " + MAX_MEMBERS + " members");
            }
            members.set(name, value(parser.nextToken()));
        }
        return members.build();
    }

    private List<Object> array() throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return List.copyOf(items);
    }
}
