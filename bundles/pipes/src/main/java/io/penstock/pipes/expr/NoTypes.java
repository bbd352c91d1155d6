package io.penstock.pipes.expr;

import java.util.Map;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ref.FieldType;
import org.projectnessie.cel.common.types.ref.TypeProvider;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** There are no message types, enums or type names: every name is a field of the event. */
final class NoTypes implements TypeProvider {
    @Override
    public Val enumValue(String name) {
        return Err.newErr("unknown enum name '%s'", name);
    }

    @Override
    public Val findIdent(String name) {
        return null;
    }

    @Override
    public Type findType(String name) {
        return null;
    }

    @Override
    public FieldType findFieldType(String messageType, String name) {
        return null;
    }

    @Override
    public Val newValue(String name, Map<String, Val> fields) {
        return Err.newErr("unknown type '%s'", name);
    }
}
