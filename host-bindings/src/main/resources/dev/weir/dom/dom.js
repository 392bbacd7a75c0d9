// What of the DOM only JavaScript does well: window.event, elements as globals, factory functions, inline handlers.
const documentStatics = host.statics('Document');

steps.Window ??= { __proto__: null };
steps.Window.event = () => {
    const event = documentStatics.currentEvent();
    return event === null ? undefined : wrap(event);
};

/**
 * Puts an object between Window.prototype and EventTarget.prototype that has the document's named elements. It is asked
 * only for names that neither the window nor its prototypes have.
 */
kernel.installNamedProperties = (named) => {
    const { prototype } = interfaces.Window;
    const target = objectCreate(getPrototypeOf(prototype));
    defineTag(target, 'WindowProperties');
    const isNamed = (key) => typeof key === 'string' && !(key in target) && named.has(key);
    setPrototypeOf(prototype, new ProxyCtor(target, {
        __proto__: null,
        get: (object, key, receiver) =>
            isNamed(key) ? wrap(named.get(key)) : reflectGet(target, key, receiver),
        has: (object, key) => key in target || isNamed(key),
        getOwnPropertyDescriptor: (object, key) => isNamed(key)
            ? { __proto__: null, value: wrap(named.get(key)), writable: true, enumerable: false, configurable: true }
            : getOwnPropertyDescriptor(target, key),
        defineProperty: () => false,
        deleteProperty: () => false,
        setPrototypeOf: (object, proto) => proto === getPrototypeOf(target),
        preventExtensions: () => false,
    }));
};

/** A function that makes elements when called with `new`, and has the interface's prototype; where there is that interface. */
function exposeFactory(name, interfaceName, make) {
    if (!host.exposes(interfaceName)) {
        return;
    }
    exposeLazily(name, () => {
        const factory = make(host.statics(interfaceName));
        defineProperty(factory, 'prototype', { __proto__: null, value: interfaces[interfaceName].prototype });
        return factory;
    });
}

function requireNew(newTarget, name) {
    if (newTarget === undefined) {
        throw typeError(`${name}: use 'new'`);
    }
}

exposeFactory('Image', 'HTMLImageElement', (statics) => function Image(width = undefined, height = undefined) {
    requireNew(new.target, 'Image');
    const widthText = width === undefined ? null : `${width >>> 0}`;
    const heightText = height === undefined ? null : `${height >>> 0}`;
    return construct(new.target, 'HTMLImageElement', statics.image(widthText, heightText));
});

exposeFactory('Option', 'HTMLOptionElement', (statics) =>
    function Option(text = '', value = undefined, defaultSelected = false, selected = false) {
        requireNew(new.target, 'Option');
        const label = `${text}`;
        const given = value === undefined ? null : `${value}`;
        return construct(new.target, 'HTMLOptionElement', statics.option(label, given, !!defaultSelected, !!selected));
    });

/** Throws the SyntaxError of a text that is not the body of a function with these parameters. */
kernel.checkFunctionBody = (parameters, body) => {
    new FunctionCtor(parameters, body);
};

/** An object to stand in a scope chain where nothing is. */
kernel.emptyScope = () => objectCreate(null);
