package io.penstock.tunnel.wire.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.penstock.core.error.PenstockException;
import io.penstock.core.text.OneLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A JSON object that a peer sent, asked for its values by name and kind. What it holds besides does not matter. */
final class JsonObject {
    static final int MAX_DEPTH = 8;
    private static final int MAX_NUMBER_DIGITS = 20;
    private static final int MAX_ENTRIES = 1024;
    /** Without recycled buffers: they would hang on the event loops' threads. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_DIGITS).maxNameLength(TunnelProtocol.MAX_NAME)
                    .maxStringLength(TunnelProtocol.MAX_CONTROL_BYTES).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

    private final Map<String, Object> values;

    private JsonObject(Map<String, Object> values) {
        this.values = values;
    }

    static JsonObject parse(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(strictly(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("a message is a JSON object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw wrong("something follows the JSON object");
            }
            return object;
        } catch (IOException e) {
            // The parser's own text may quote what came.
            throw wrong("it is no JSON of a kind that may be sent here");
        }
    }

    private static String strictly(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> values = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            value(parser).ifPresent(value -> values.put(key, value));
        }
        return new JsonObject(values);
    }

    private static Optional<Object> value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> Optional.of(object(parser));
            case START_ARRAY -> Optional.of(list(parser));
            case VALUE_STRING -> Optional.of(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Optional.empty()
                    : Optional.of(parser.getLongValue());
            case VALUE_TRUE, VALUE_FALSE -> Optional.of(parser.getBooleanValue());
            case VALUE_NULL, VALUE_NUMBER_FLOAT -> Optional.empty();
            default -> throw wrong("its JSON is cut off");
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser).ifPresent(values::add);
            if (values.size() > MAX_ENTRIES) {
                throw wrong("a list has more than " + MAX_ENTRIES + " entries");
            }
        }
        return values;
    }

    /** A name, id or other short text without control characters. */
    String name(String key) {
        return optionalName(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalName(String key) {
        return find(key, String.class).map(text -> checkedName(key, text));
    }

    private static String checkedName(String key, String text) {
        if (text.length() > TunnelProtocol.MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(key + " is longer than " + TunnelProtocol.MAX_NAME + " characters, or has control characters");
        }
        return text;
    }

    /** A text for people; it ends up in logs, so control characters become spaces. Empty when it is not there. */
    String prose(String key) {
        return find(key, String.class).map(JsonObject::tame).orElse("");
    }

    private static String tame(String text) {
        return OneLine.of(text.substring(0, Math.min(TunnelProtocol.MAX_TEXT, text.length())), ' ');
    }

    /** A whole number from 0. */
    long number(String key) {
        return find(key, Long.class).filter(number -> number >= 0).orElseThrow(() -> missing(key));
    }

    long number(String key, long otherwise) {
        return find(key, Long.class).filter(number -> number >= 0).orElse(otherwise);
    }

    int count(String key, int most) {
        return (int) Math.min(most, number(key));
    }

    Octets octets(String key, int length) {
        try {
            return find(key, String.class).map(Octets::ofBase64Url).filter(octets -> octets.length() == length)
                    .orElseThrow(() -> missing(key));
        } catch (IllegalArgumentException e) {
            throw missing(key);
        }
    }

    List<String> names(String key) {
        return list(key, String.class).map(text -> checkedName(key, text)).toList();
    }

    List<Long> numbers(String key) {
        return list(key, Long.class).toList();
    }

    <T> List<T> objects(String key, Function<JsonObject, T> each) {
        return list(key, JsonObject.class).map(each).toList();
    }

    Optional<JsonObject> object(String key) {
        return find(key, JsonObject.class);
    }

    private <T> Stream<T> list(String key, Class<T> kind) {
        return find(key, List.class).map(list -> ((List<?>) list).stream()).orElseGet(Stream::empty)
                .filter(kind::isInstance).map(kind::cast);
    }

    private <T> Optional<T> find(String key, Class<T> kind) {
        return Optional.ofNullable(values.get(key)).filter(kind::isInstance).map(kind::cast);
    }

    private static PenstockException missing(String key) {
        return wrong(key + " is missing, or not what it should be");
    }

    static PenstockException wrong(String what) {
        return PenstockException.invalid("tunnel.message", "not a message: " + what);
    }
}
