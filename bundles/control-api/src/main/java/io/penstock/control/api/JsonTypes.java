package io.penstock.control.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** How {@code Optional}, {@code Instant} and {@code Secret} are JSON: the little of Jackson's modules that is needed here. */
final class JsonTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** RFC 3339 in UTC with nanoseconds is not longer. */
    private static final int MAX_TIME_CHARACTERS = 32;

    JsonTypes() {
        super("penstock-control");
        addSerializer(Instant.class, new TimeWriter());
        addDeserializer(Instant.class, new TimeReader());
        addSerializer(Secret.class, new SecretWriter());
        addDeserializer(Secret.class, new SecretReader());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addTypeModifier(new OptionalsAreReferences());
        context.addSerializers(new OptionalWriters());
        context.addDeserializers(new OptionalReaders());
    }

    private static final class OptionalsAreReferences extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type jdkType, TypeBindings bindings, TypeFactory factory) {
            return type.hasRawClass(Optional.class) && !type.isReferenceType()
                    ? ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0)) : type;
        }
    }

    private static final class OptionalWriters extends Serializers.Base {
        @Override
        public JsonSerializer<?> findReferenceSerializer(SerializationConfig config, ReferenceType type, BeanDescription bean,
                                                         TypeSerializer contentType, JsonSerializer<Object> content) {
            return type.hasRawClass(Optional.class) ? new OptionalWriter(type, contentType, content) : null;
        }
    }

    private static final class OptionalReaders extends Deserializers.Base {
        @Override
        public JsonDeserializer<?> findReferenceDeserializer(ReferenceType type, DeserializationConfig config,
                                                             BeanDescription bean, TypeDeserializer contentType,
                                                             JsonDeserializer<?> content) {
            return type.hasRawClass(Optional.class) ? new OptionalReader(type, contentType, content) : null;
        }
    }

    private static final class TimeWriter extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        private TimeWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(MILLISECONDS.format(time));
        }
    }

    private static final class TimeReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        private TimeReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = string(in, context, Instant.class);
            try {
                if (text.length() <= MAX_TIME_CHARACTERS && text.endsWith("Z")) {
                    return Instant.parse(text);
                }
            } catch (DateTimeParseException e) {
                // told below, as for every other wrong text
            }
            throw Given.wrong("time", "RFC 3339 in UTC such as 2026-01-31T12:00:00.000Z", text);
        }
    }

    private static final class SecretWriter extends StdScalarSerializer<Secret> {
        private static final long serialVersionUID = 1L;

        private SecretWriter() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(secret.reveal());
        }
    }

    private static final class SecretReader extends StdScalarDeserializer<Secret> {
        private static final long serialVersionUID = 1L;

        private SecretReader() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Secret.of(string(in, context, Secret.class));
        }
    }

    private static String string(JsonParser in, DeserializationContext context, Class<?> type) throws IOException {
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            context.handleUnexpectedToken(type, in);
        }
        return in.getText();
    }
}
