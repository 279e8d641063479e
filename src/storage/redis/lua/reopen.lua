-- KEYS: epoch. One epoch more when the server is another one than before, or has restarted.
local role, replid = server()
local epoch = redis.call('HMGET', KEYS[1], 'inc', 'srv', 'st')
if role ~= 'master' then
    return {'replica'}
end
if not epoch[1] then
    return {'gone'}
end
if epoch[2] ~= replid or epoch[3] ~= 'open' then
    redis.call('HINCRBY', KEYS[1], 'ep', 1)
    redis.call('HSET', KEYS[1], 'srv', replid, 'st', 'open', 'since', string.format('%.0f', now()))
end
return {'ok'}
