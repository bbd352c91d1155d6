package io.penstock.pipes.expr;

import static org.projectnessie.cel.checker.Decls.Bool;
import static org.projectnessie.cel.checker.Decls.Double;
import static org.projectnessie.cel.checker.Decls.Dyn;
import static org.projectnessie.cel.checker.Decls.Int;
import static org.projectnessie.cel.checker.Decls.String;
import static org.projectnessie.cel.checker.Decls.Uint;

import java.util.ArrayList;
import java.util.List;
import org.projectnessie.cel.checker.Checker;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl.FunctionDecl.Overload;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** What the type checker knows: CEL's standard functions, numbers mixed as our rule says, and a few more functions. */
final class Declarations {
    private static final List<Type> NUMBERS = List.of(Int, Uint, Double);

    private Declarations() {
    }

    static List<Decl> all() {
        List<Decl> all = new ArrayList<>();
        for (Decl standard : Checker.StandardDeclarations) {
            if (standard.hasFunction() && !standard.getName().equals("type")) {
                all.add(standard);
            }
        }
        for (String operator : List.of("_<_", "_<=_", "_>_", "_>=_")) {
            all.add(mixed(operator, true));
        }
        for (String operator : List.of("_+_", "_-_", "_*_", "_/_", "_%_")) {
            all.add(mixed(operator, false));
        }
        functions(all);
        return all;
    }

    private static Decl mixed(String operator, boolean comparison) {
        List<Overload> overloads = new ArrayList<>();
        for (Type left : NUMBERS) {
            for (Type right : NUMBERS) {
                if (!left.equals(right)) {
                    Type result = comparison ? Bool : left.equals(Double) || right.equals(Double) ? Double : Dyn;
                    overloads.add(Decls.newOverload("mixed_" + operator + overloads.size(), List.of(left, right), result));
                }
            }
        }
        if (operator.equals("_%_")) {
            overloads.add(Decls.newOverload("remainder_double", List.of(Double, Double), Double));
        }
        return Decls.newFunction(operator, overloads);
    }

    private static void functions(List<Decl> all) {
        function(all, "type", String, Dyn);
        function(all, "decimal", Dyn, Dyn);
        function(all, "abs", Dyn, Dyn);
        function(all, "floor", Dyn, Dyn);
        function(all, "ceil", Dyn, Dyn);
        function(all, "round", Dyn, Dyn);
        for (String change : List.of("lowerAscii", "upperAscii", "lower", "upper", "trim")) {
            method(all, change, String, String);
        }
        method(all, "substring", String, String, Int);
        method(all, "substring", String, String, Int, Int);
        method(all, "replace", String, String, String, String);
        method(all, "split", Decls.newListType(String), String, String);
        method(all, "join", String, Decls.newListType(Dyn));
        method(all, "join", String, Decls.newListType(Dyn), String);
        method(all, "indexOf", Int, String, String);
        method(all, "lastIndexOf", Int, String, String);
        method(all, "charAt", String, String, Int);
    }

    private static void function(List<Decl> all, String name, Type result, Type argument) {
        all.add(Decls.newFunction(name, Decls.newOverload("our_" + name, List.of(argument), result)));
    }

    private static void method(List<Decl> all, String name, Type result, Type... arguments) {
        all.add(Decls.newFunction(name, Decls.newInstanceOverload("our_" + name + arguments.length, List.of(arguments), result)));
    }
}
