package io.penstock.control.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON to records and back, strictly: no key twice, nothing after the end, no number for a text, no null for a number.
 * Times are RFC 3339 in UTC with milliseconds, what is absent is not written. One for each bundle, made by it and gone with
 * it: nothing of a record's class is kept in a static cache. Thread-safe.
 */
public final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT_CHARACTERS = 8 * 1024 * 1024;
    private static final int MAX_NAME_CHARACTERS = 1024;
    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final int TYPES = 256;
    private static final Pattern HINT = Pattern.compile(" \\([^()]*(\\([^()]*\\)[^()]*)*\\)");
    private static final Pattern TOKEN = Pattern.compile("token '[^']*'");
    private static final Pattern CLASS_NAME = Pattern.compile("(class |type )?`?[a-z]+(\\.[a-z]\\w*)+\\.[A-Z][\\w.$<>\\[\\]]*`?");

    private final JsonMapper mapper;

    /** Makes one; takes some milliseconds. */
    public Json() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT_CHARACTERS).maxNameLength(MAX_NAME_CHARACTERS)
                        .maxNumberLength(MAX_NUMBER_CHARACTERS).build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();
        this.mapper = JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(TYPES, TYPES)))
                .addModule(new JsonTypes())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .withCoercionConfigDefaults(any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /**
     * Reads what a person's or program's request holds; fields nobody knows are refused.
     *
     * @throws PenstockException INVALID {@code request.body} where it is no JSON, {@code request.field} where a value is wrong;
     *         {@link Problem#of(PenstockException, String)} tells where
     */
    public <T> T read(byte[] utf8, Class<T> type) {
        return read(utf8, type, true);
    }

    /** As {@link #read}, for what agents and servers tell each other: fields nobody knows are passed over. */
    public <T> T readTolerant(byte[] utf8, Class<T> type) {
        return read(utf8, type, false);
    }

    /** As {@link #readTolerant(byte[], Class)}. */
    public <T> T readTolerant(String text, Class<T> type) {
        return read(text.getBytes(StandardCharsets.UTF_8), type, false);
    }

    private <T> T read(byte[] utf8, Class<T> type, boolean strict) {
        try {
            JavaType known = mapper.constructType(type);
            T value = (strict ? mapper.readerFor(known).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    : mapper.readerFor(known).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)).readValue(utf8);
            if (value == null) {
                throw PenstockException.invalid(ProblemCode.REQUEST_BODY.code(), "the body is null");
            }
            return value;
        } catch (JsonMappingException e) {
            throw field(e);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.INVALID, ProblemCode.REQUEST_BODY.code(),
                    "the body is no JSON: " + plain(e), e);
        }
    }

    private static PenstockException field(JsonMappingException e) {
        String pointer = pointer(e);
        if (pointer.isEmpty() && !(e.getCause() instanceof PenstockException)) {
            return new PenstockException(ErrorKind.INVALID, ProblemCode.REQUEST_BODY.code(), "the body: " + plain(e), e);
        }
        String what = e.getCause() instanceof PenstockException own ? own.getMessage() : plain(e);
        return new PenstockException(ErrorKind.INVALID, ProblemCode.REQUEST_FIELD.code(),
                pointer.isEmpty() ? what : pointer + ": " + what, e);
    }

    /** Jackson's message without what it quotes, which may be a secret, and without hints for programmers. */
    private static String plain(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getClass().getSimpleName();
        String line = message.lines().findFirst().orElse("unreadable").replaceAll("\"[^\"]*\"", "\"…\"");
        line = HINT.matcher(line).replaceAll("");
        line = TOKEN.matcher(line).replaceAll("token …");
        return CLASS_NAME.matcher(line).replaceAll("a value");
    }

    /** Where in the body it is: a JSON Pointer (RFC 6901). */
    static String pointer(JsonMappingException e) {
        return e.getPath().stream().map(step -> "/" + (step.getFieldName() == null ? Integer.toString(step.getIndex())
                : step.getFieldName().replace("~", "~0").replace("/", "~1"))).collect(Collectors.joining());
    }

    /** Writes a record, a map or a list. */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new PenstockException(ErrorKind.BUG, "control.json", "cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    /** As {@link #bytes}, as text. */
    public String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }
}
