// A style: indexed like other lists, and with an attribute for each CSS property, in camel case and with hyphens. The
// attributes would stand on the prototype; as there are hundreds, the proxy makes them up: they are in the object, but
// not its own.
steps.CSSStyleDeclaration = {
    __proto__: null,
    exotic($) {
        const handler = legacyPlatformHandler($, { __proto__: null, indexed: (value) => value });
        const { get, has, set } = handler;
        const propertyOf = (target, key) =>
            typeof key === 'string' && !(key in target) ? $.host(target).propertyOf(key) : null;
        handler.get = (target, key, receiver) => {
            const property = propertyOf(target, key);
            return property === null ? get(target, key, receiver) : $.host(target).getPropertyValue(property);
        };
        handler.has = (target, key) => propertyOf(target, key) !== null || has(target, key);
        handler.set = (target, key, value, receiver) => {
            const property = propertyOf(target, key);
            if (property === null || receiver !== $.host(target).wrapper()) {
                return set(target, key, value, receiver);
            }
            const text = value === null ? '' : `${value}`;
            try { $.host(target).setProperty(property, text, ''); } catch (e) { throw fromHost(e); }
            return true;
        };
        return (target) => new ProxyCtor(target, handler);
    },
};
