-- KEYS: epoch, head.
local role, replid = server()
local epoch = redis.call('HMGET', KEYS[1], 'inc', 'ep', 'srv', 'st')
local head = redis.call('HMGET', KEYS[2], 'v', 'h', 't')
if role ~= 'master' then
    return {'replica'}
end
if not epoch[1] or not head[1] then
    return {'gone'}
end
if epoch[3] ~= replid or epoch[4] ~= 'open' then
    return {'reopen'}
end
return {'ok', {epoch[1], epoch[2], head[1], head[2], head[3]}}
