test(() => {}, 'done');
async_test(() => { setInterval(() => {}, 5); }, 'never done');
