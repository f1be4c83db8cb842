import type { Answer, Phone, Sent, SentFile } from './ports';
import { OfflineError } from './problems';

/** WeChat, as the client needs it. */
export const wechatPhone: Phone = {
  send,
  upload,
  storage: {
    read: (key) => wx.getStorageSync<string>(key),
    write: (key, value) => wx.setStorageSync(key, value),
    remove: (key) => wx.removeStorageSync(key),
  },
  platform: () => wx.getDeviceInfo().platform,
  device: () => wx.getDeviceInfo().model,
  loginCode: async () => {
    try {
      return (await wx.login()).code;
    } catch (error) {
      throw new OfflineError((error as WechatMiniprogram.GeneralCallbackResult).errMsg);
    }
  },
};

function send({ url, method, headers, body, timeoutMs }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    wx.request<WechatMiniprogram.IAnyObject>({
      ...{ url, method, header: headers, timeout: timeoutMs, ...(body && { data: body }) },
      success: ({ statusCode, data }) => resolve({ status: statusCode, body: data }),
      fail: ({ errMsg }) => reject(new OfflineError(errMsg)),
    });
  });
}

function upload({ url, headers, filePath, timeoutMs }: SentFile): Promise<Answer> {
  return new Promise((resolve, reject) => {
    wx.uploadFile({
      ...{ url, filePath, name: 'file', header: headers, timeout: timeoutMs },
      // The answer comes as a text, whatever it is.
      success: ({ statusCode, data }) => resolve({ status: statusCode, body: parsed(data) }),
      fail: ({ errMsg }) => reject(new OfflineError(errMsg)),
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
