package io.penstock.control.api;

import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.util.Optional;

/** Writes what is there, and leaves out what is not where the record says so. */
final class OptionalWriter extends ReferenceTypeSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter(ReferenceType type, TypeSerializer contentType, JsonSerializer<Object> content) {
        super(type, true, contentType, content);
    }

    private OptionalWriter(OptionalWriter base, BeanProperty property, TypeSerializer contentType, JsonSerializer<?> content,
                           NameTransformer unwrapper, Object suppressed, boolean suppressesNulls) {
        super(base, property, contentType, content, unwrapper, suppressed, suppressesNulls);
    }

    @Override
    protected ReferenceTypeSerializer<Optional<?>> withResolved(BeanProperty property, TypeSerializer contentType,
                                                                JsonSerializer<?> content, NameTransformer unwrapper) {
        return new OptionalWriter(this, property, contentType, content, unwrapper, _suppressableValue, _suppressNulls);
    }

    @Override
    public ReferenceTypeSerializer<Optional<?>> withContentInclusion(Object suppressed, boolean suppressesNulls) {
        return new OptionalWriter(this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressed,
                suppressesNulls);
    }

    @Override
    protected boolean _isValuePresent(Optional<?> value) {
        return value.isPresent();
    }

    @Override
    protected Object _getReferenced(Optional<?> value) {
        return value.orElseThrow();
    }

    @Override
    protected Object _getReferencedIfPresent(Optional<?> value) {
        return value.orElse(null);
    }
}
