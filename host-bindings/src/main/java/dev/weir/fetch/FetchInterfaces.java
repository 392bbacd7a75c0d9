package dev.weir.fetch;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global; the realm needs a {@link FetchEnvironment}. */
public final class FetchInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(Headers.DEFINITION, BodyOwner.DEFINITION, Request.DEFINITION, Response.DEFINITION);

    private FetchInterfaces() {}
}
