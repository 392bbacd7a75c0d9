test(() => {}, 'done');
for (;;) {}
