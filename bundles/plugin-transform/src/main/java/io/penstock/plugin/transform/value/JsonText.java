package io.penstock.plugin.transform.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads one JSON text into event values, numbers exactly, within limits. Thread-safe. */
public final class JsonText {
    /** Fields are searched from the front: objects beyond this size would cost their square. */
    public static final int MAX_MEMBERS = 4_096;

    /** Buffers kept for the next text; a pool of our own, because one per thread would outlive the bundle. */
    private static final int POOLED_BUFFERS = 4;

    private final JsonFactory factory;
    private final boolean decimals;
    private final long maxChars;

    /** What numbers with a fraction or an exponent become. */
    public enum Fractions {
        /** A float where the float's own text is the same number, else a decimal. */
        AUTO,
        /** A decimal, with every digit as written. */
        DECIMAL
    }

    /**
     * @param maxChars longest text accepted
     * @param maxDepth deepest nesting accepted
     */
    public JsonText(Fractions fractions, long maxChars, int maxDepth) {
        this.decimals = fractions == Fractions.DECIMAL;
        this.maxChars = maxChars;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth)
                        .maxNumberLength(NumberText.MAX_CHARS).maxStringLength(Integer.MAX_VALUE).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                .build();
    }

    /**
     * The value the whole text stands for.
     *
     * @throws PenstockException INVALID: {@code json.syntax} with line and column, {@code json.limit}
     */
    public Object read(String text) {
        if (text.length() > maxChars) {
            throw PenstockException.invalid("json.limit", "the JSON text has " + text.length()
                    + " characters, more than the limit of " + maxChars);
        }
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw PenstockException.invalid("json.syntax", "expected JSON, but the text is empty");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw PenstockException.invalid("json.syntax", "expected the end of the text after the JSON value, but "
                        + "found more at column " + parser.currentTokenLocation().getColumnNr());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.BUG, "json.read", "reading a text in memory failed", e);
        }
    }

    private static PenstockException syntax(JsonProcessingException e) {
        String place = e.getLocation() == null ? ""
                : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
        return new PenstockException(ErrorKind.INVALID, "json.syntax",
                "not JSON" + place + ": " + e.getOriginalMessage(), e);
    }

    private Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? number(parser) : Long.valueOf(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> Null.NULL;
            default -> throw PenstockException.invalid("json.syntax", "expected a JSON value, but found " + token);
        };
    }

    private Object number(JsonParser parser) throws IOException {
        String text = parser.getText();
        Object number = NumberText.parse(text);
        if (number == null) {
            throw PenstockException.invalid("json.limit", "the number at column "
                    + parser.currentTokenLocation().getColumnNr() + " is outside 10^±" + NumberText.MAX_EXPONENT);
        }
        return decimals && number instanceof Double ? new BigDecimal(text) : number;
    }

    private Fields object(JsonParser parser) throws IOException {
        Fields.Builder members = Fields.builder();
        int count = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (++count > MAX_MEMBERS) {
                throw PenstockException.invalid("json.limit", "an object has more than " + MAX_MEMBERS + " members");
            }
            members.set(name, value(parser, parser.nextToken()));
        }
        return members.build();
    }

    private List<Object> array(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return List.copyOf(items);
    }
}
