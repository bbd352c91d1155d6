package io.penstock.control.api;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.util.Optional;

/** Reads what may be absent: a missing field and null are both the empty Optional. */
final class OptionalReader extends ReferenceTypeDeserializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalReader(JavaType type, TypeDeserializer contentType, JsonDeserializer<?> content) {
        super(type, null, contentType, content);
    }

    private OptionalReader(JavaType type, ValueInstantiator instantiator, TypeDeserializer contentType,
                           JsonDeserializer<?> content) {
        super(type, instantiator, contentType, content);
    }

    @Override
    public OptionalReader withResolved(TypeDeserializer contentType, JsonDeserializer<?> content) {
        return new OptionalReader(_fullType, _valueInstantiator, contentType, content);
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public Optional<?> referenceValue(Object contents) {
        return Optional.ofNullable(contents);
    }

    @Override
    public Object getReferenced(Optional<?> reference) {
        return reference.orElse(null);
    }

    @Override
    public Optional<?> updateReference(Optional<?> reference, Object contents) {
        return Optional.ofNullable(contents);
    }
}
